/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - two trees of canonical bytes, compared member by member.
 *
 * Both sides' sets are in the same order, so what is in both falls out of one
 * merge; only the rest is looked at more closely. */
#include "record/diff.h"

#include "format/json.h"
#include "text/near.h"

#include <ctype.h>

/* The canonical bytes of a node's value. */
static void put_value(struct buf *out, const struct node *n)
{
    if (!n)
        buf_puts(out, "null");
    else if (n->type == NODE_TEXT)
        json_string(out, n->text);
    else
        buf_put(out, n->text);
}

static void put_change(struct buf *out, struct str key, size_t item, const struct node *before,
                       const struct node *after)
{
    if (out->len && out->s[out->len - 1] == '}')
        buf_byte(out, ',');
    buf_puts(out, "{\"path\":\"/");
    buf_put(out, key);
    if (item != SIZE_MAX)
        buf_printf(out, "/%zu", item);
    buf_puts(out, "\",\"before\":");
    put_value(out, before);
    buf_puts(out, ",\"after\":");
    put_value(out, after);
    buf_byte(out, '}');
}

/* Items of one side that the other side lacks. */
struct rest {
    const struct node *item;
    size_t index;
    bool paired;
};
typedef VEC(struct rest) rest_vec;

static void put_rest(struct arena *a, rest_vec *v, const struct node *item, size_t index)
{
    struct rest *r = VEC_ADD(a, v);
    r->item = item;
    r->index = index;
}

/* The order that the canonical bytes have: for strings that of their escaped
 * form, which node.text no longer shows, so both are looked up where they were. */
static int item_order(const struct node *a, const struct node *b)
{
    if (a->type != NODE_TEXT)
        return str_compare(a->text, b->text);
    struct buf x = {0}, y = {0};
    json_string(&x, a->text);
    json_string(&y, b->text);
    int order = str_compare(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return order;
}

static void split(struct arena *a, const struct node *before, const struct node *after,
                  rest_vec *gone, rest_vec *come)
{
    const struct node *x = before ? before->first : NULL, *y = after ? after->first : NULL;
    size_t i = 0, j = 0;
    while (x || y) {
        int order = !x ? 1 : !y ? -1 : item_order(x, y);
        if (order < 0)
            put_rest(a, gone, x, i);
        if (order > 0)
            put_rest(a, come, y, j);
        if (order <= 0)
            x = x->next, i++;
        if (order >= 0)
            y = y->next, j++;
    }
}

/* Members that say which thing an item of a set tells of. */
static const struct {
    const char *set, *keys[2];
} identities[] = {
    {"names", {"text", NULL}},   {"identifiers", {"type", "number"}}, {"measures", {"type", NULL}},
    {"links", {"type", "ref"}},  {"countries", {"type", "country"}},  {"xrefs", {"list", NULL}},
    {"details", {"type", NULL}},
};

/* The members of its items that tell; NULL for a set whose items are told by
 * nothing but all they say. */
static const char *const *identity_of(struct str set)
{
    for (size_t i = 0; i < COUNT(identities); i++)
        if (str_is(set, identities[i].set))
            return identities[i].keys;
    return NULL;
}

static bool same_thing(const char *const keys[2], const struct node *x, const struct node *y)
{
    for (size_t k = 0; k < 2 && keys[k]; k++)
        if (!str_equal(node_get(x, keys[k]), node_get(y, keys[k])))
            return false;
    return true;
}

/* Comparisons of each with each that one pair of records is worth, where a
 * hostile list could ask for any number.  In OFAC's changes from 2021 to 2022
 * no pair takes more than 506. */
enum { EFFORT = 250000 };

static void diff_set(struct str key, const struct node *before, const struct node *after,
                     struct buf *out)
{
    struct arena a = {0};
    rest_vec gone = {0}, come = {0};
    split(&a, before, after, &gone, &come);
    bool exchanged = gone.count == 1 && come.count == 1;
    const char *const *keys = identity_of(key);
    size_t effort = 0;
    for (size_t i = 0; i < gone.count; i++) {
        struct rest *match = NULL;
        for (size_t j = 0; (exchanged || keys) && j < come.count && !match && effort < EFFORT;
             j++, effort++)
            if (!come.at[j].paired &&
                (exchanged || same_thing(keys, gone.at[i].item, come.at[j].item)))
                match = &come.at[j];
        if (match)
            match->paired = true;
        put_change(out, key, match ? match->index : gone.at[i].index, gone.at[i].item,
                   match ? match->item : NULL);
    }
    for (size_t j = 0; j < come.count; j++)
        if (!come.at[j].paired)
            put_change(out, key, come.at[j].index, NULL, come.at[j].item);
    if (a.failed)
        out->failed = true;
    arena_free(&a);
}

static void diff_member(const struct node *x, const struct node *y, struct buf *out)
{
    const struct node *any = x ? x : y;
    if (x && y && str_equal(x->text, y->text))
        return;
    if (any->type == NODE_ELEMENT)
        diff_set(any->name, x, y, out);
    else
        put_change(out, any->name, SIZE_MAX, x, y);
}

void record_diff(const struct node *before, const struct node *after, struct buf *out)
{
    const struct node *x = before->first, *y = after->first;
    buf_byte(out, '[');
    while (x || y) {
        int order = !x ? 1 : !y ? -1 : str_compare(x->name, y->name);
        diff_member(order <= 0 ? x : NULL, order >= 0 ? y : NULL, out);
        if (order <= 0)
            x = x->next;
        if (order >= 0)
            y = y->next;
    }
    buf_byte(out, ']');
}

/* ---- The same party? */

/* The functions from here on count in *effort what they compare, and give up
 * when that is too much. */
static bool share_item(const struct node *before, const struct node *after, const char *set,
                       const char *key, size_t *effort)
{
    NODE_ALL (x, node_child(before, set)) {
        struct str u = node_get(x, key);
        if (u.len)
            NODE_ALL (y, node_child(after, set))
                if (++*effort > EFFORT || str_equal(u, node_get(y, key)))
                    return *effort <= EFFORT;
    }
    return false;
}

/* The next word of s of at least three bytes; letters of other scripts count. */
static struct str next_word(struct str *s)
{
    for (;;) {
        size_t i = 0, j;
        while (i < s->len && (unsigned char)s->s[i] < 0x80 && !isalnum((unsigned char)s->s[i]))
            i++;
        for (j = i;
             j < s->len && ((unsigned char)s->s[j] >= 0x80 || isalnum((unsigned char)s->s[j]));)
            j++;
        struct str word = str_span(*s, i, j - i);
        *s = str_from(*s, j);
        if (word.len >= 3 || s->len == 0)
            return word;
    }
}

/* Spellings of one word: "Muhammad" and "Mohammad", "ZUMAR" and "ZOMOR". */
static bool like_word(struct str a, struct str b)
{
    char x[NEAR_MAX], y[NEAR_MAX];
    struct str folded[2] = {str_span(a, 0, NEAR_MAX), str_span(b, 0, NEAR_MAX)};
    for (size_t i = 0; i < folded[0].len; i++)
        x[i] = (char)tolower((unsigned char)folded[0].s[i]);
    for (size_t i = 0; i < folded[1].len; i++)
        y[i] = (char)tolower((unsigned char)folded[1].s[i]);
    size_t longer = folded[0].len > folded[1].len ? folded[0].len : folded[1].len;
    unsigned allowed = longer < 4 ? 0 : longer < 8 ? 2 : 3;
    return near_distance((struct str){x, folded[0].len}, (struct str){y, folded[1].len}, allowed) <=
           allowed;
}

static bool has_word(struct str name, struct str word, size_t *effort)
{
    for (struct str rest = name; rest.len && *effort <= EFFORT; ++*effort) {
        struct str other = next_word(&rest);
        if (other.len >= 3 && like_word(other, word))
            return true;
    }
    return false;
}

/* Whether at least half of the words of the shorter name are in the other. */
static bool names_agree(struct str a, struct str b, size_t *effort)
{
    size_t words[2] = {0}, common[2] = {0};
    struct str names[2] = {a, b};
    for (size_t i = 0; i < 2; i++)
        for (struct str rest = names[i]; rest.len && *effort <= EFFORT;) {
            struct str word = next_word(&rest);
            if (word.len < 3)
                continue;
            words[i]++;
            common[i] += has_word(names[1 - i], word, effort);
        }
    size_t shorter = words[0] <= words[1] ? 0 : 1;
    return words[shorter] && common[shorter] * 2 >= words[shorter];
}

static bool share_name(const struct node *before, const struct node *after, size_t *effort)
{
    NODE_ALL (x, node_child(before, "names"))
        NODE_ALL (y, node_child(after, "names")) {
            if (names_agree(node_get(x, "text"), node_get(y, "text"), effort))
                return true;
            if (*effort > EFFORT)
                return false;
        }
    return false;
}

bool record_same_party(const struct node *before, const struct node *after)
{
    struct str x = node_get(before, "native"), y = node_get(after, "native");
    size_t effort = 0;
    if (x.len && str_equal(x, y))
        return true;
    bool agree = share_item(before, after, "identifiers", "number", &effort) ||
                 share_item(before, after, "births", "from", &effort) ||
                 share_name(before, after, &effort);
    return agree || effort > EFFORT;
}
