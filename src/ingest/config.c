/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - the known lists first, then what config.ini says of them, by libinih. */
#include "ingest/config.h"

#include "base/data.h"
#include "base/file.h"

#include <ini.h>
#include <stdio.h>
#include <string.h>

struct reading {
    struct home *home;
    const char *folder;
    struct error *err;
    enum status rc;
};

static struct list_config *list_add(struct home *h, struct str id)
{
    struct list_config *l = VEC_ADD(&h->arena, &h->lists);
    l->id = arena_copy(&h->arena, id);
    l->guard = GUARD_DEFAULT;
    l->pulled = true;
    return l;
}

static void add_known(struct home *h)
{
    for (size_t i = 0; i < lists_known_count; i++) {
        const struct list_info *k = &lists_known[i];
        struct list_config *l = list_add(h, str_of(k->id));
        l->title = str_of(k->title);
        l->authority = str_of(k->authority);
        l->source = source_find(str_of(k->source));
        l->mapping = k->mapping ? data_file(k->mapping) : (struct str){0};
        l->pulled = !k->optional;
        for (size_t u = 0; u < COUNT(k->urls) && k->urls[u]; u++)
            l->urls[l->url_count++] = str_of(k->urls[u]);
    }
}

static bool good_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i)))
            return false;
    }
    return id.len && id.len <= 40;
}

/* ---- Values.  Each returns NULL, or the rule that the value breaks. */

static const char *set_text(struct reading *r, struct str *out, struct str value)
{
    *out = arena_copy(&r->home->arena, value);
    return NULL;
}

static const char *set_switch(bool *out, struct str value)
{
    static const struct {
        const char *word;
        bool means;
    } words[] = {{"yes", true}, {"true", true},   {"on", true},   {"1", true},
                 {"no", false}, {"false", false}, {"off", false}, {"0", false}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is_nocase(value, words[i].word)) {
            *out = words[i].means;
            return NULL;
        }
    return "is yes or no";
}

static const char *set_number(unsigned *out, struct str value, unsigned most, const char *rule)
{
    uint64_t n;
    if (!str_number(value, most, &n) || n == 0)
        return rule;
    *out = (unsigned)n;
    return NULL;
}

static const char *set_source(struct list_config *l, struct str value)
{
    l->source = source_find(value);
    return l->source ? NULL
                     : "is one of un, ofac, eu, gb, ch, ca, ca-terror, au, us-fto, ru-fsb, ftm, "
                       "table, casebook";
}

static const char *set_guard(struct list_config *l, struct str value)
{
    uint64_t n;
    if (str_ends(value, STR("%")))
        value = str_trim(str_span(value, 0, value.len - 1));
    if (!str_number(value, 100, &n))
        return "is a whole number of per cent, 0 to 100";
    l->guard = (int64_t)n;
    return NULL;
}

/* A path, relative ones from the folder of config.ini. */
static struct str path_of(struct reading *r, struct str value)
{
    struct arena *a = &r->home->arena;
    return value.len && value.s[0] == '/' ? arena_copy(a, value)
                                          : arena_printf(a, "%s/%.*s", r->folder, STRF(value));
}

static const char *set_mapping(struct reading *r, struct list_config *l, struct str value)
{
    struct buf text = {0};
    struct arena *a = &r->home->arena;
    struct str path = path_of(r, value);
    l->mapping = data_file(path.s ? arena_printf(a, "data/tables/%.*s", STRF(value)).s : "");
    if (l->mapping.len == 0 && path.s) {
        struct error ignored = {0};
        if (file_read(path.s, 1 << 20, &text, &ignored) == OK)
            l->mapping = arena_copy(a, buf_str(&text));
        buf_free(&text);
    }
    return l->mapping.len ? NULL : "names a mapping file that can be read";
}

static const char *set_url(struct reading *r, struct list_config *l, struct str key,
                           struct str value)
{
    uint64_t nth = 1;
    struct str number = str_from(key, 3);
    if (number.len && (!str_number(number, LIST_URLS_MAX, &nth) || nth == 0))
        return "is url, url2, url3 or url4";
    if (!str_starts(value, STR("https://")) && !str_starts(value, STR("http://")))
        return "begins with https:// or http://";
    if (nth == 1)
        l->url_count = 0; /* the built-in addresses are replaced, not added to */
    if (nth != l->url_count + 1)
        return "follows the url before it";
    l->url_count = (size_t)nth;
    return set_text(r, &l->urls[nth - 1], value);
}

static const char *set_list(struct reading *r, struct list_config *l, struct str key,
                            struct str value)
{
    if (str_is(key, "title"))
        return set_text(r, &l->title, value);
    if (str_is(key, "authority"))
        return set_text(r, &l->authority, value);
    if (str_is(key, "source"))
        return set_source(l, value);
    if (str_is(key, "mapping"))
        return set_mapping(r, l, value);
    if (str_is(key, "token"))
        return set_text(r, &l->token, value);
    if (str_is(key, "guard"))
        return set_guard(l, value);
    if (str_is(key, "pull"))
        return set_switch(&l->pulled, value);
    if (str_is(key, "private"))
        return set_switch(&l->private_ok, value);
    if (str_starts(key, STR("url")))
        return set_url(r, l, key, value);
    return "is not a setting of a list";
}

static const char *set_fetch(struct reading *r, struct str key, struct str value)
{
    struct home *h = r->home;
    if (str_is(key, "contact"))
        return set_text(r, &h->contact, value);
    if (str_is(key, "proxy"))
        return set_text(r, &h->proxy, value);
    if (str_is(key, "ca_file"))
        return set_text(r, &h->ca_file, value);
    if (str_is(key, "from"))
        return set_text(r, &h->from, value);
    if (str_is(key, "tries"))
        return set_number(&h->tries, value, 10, "is a whole number, 1 to 10");
    if (str_is(key, "timeout"))
        return set_number(&h->timeout, value, 86400, "is a whole number of seconds, 1 to 86400");
    return "is not a setting of [fetch]";
}

/* A path, or fd:N. */
static const char *set_ledger_key(struct reading *r, struct str value)
{
    struct home *h = r->home;
    uint64_t fd;
    bool descriptor = str_starts(value, STR("fd:"));
    if (!value.len || (descriptor && !str_number(str_from(value, 3), 65535, &fd)))
        return "is the path of a file, or fd:N";
    h->ledger_key = descriptor ? arena_copy(&h->arena, value) : path_of(r, value);
    return NULL;
}

static const char *set_ledger(struct reading *r, struct str key, struct str value)
{
    struct home *h = r->home;
    if (str_is(key, "key"))
        return set_ledger_key(r, value);
    if (str_is(key, "policy")) {
        h->policy = value.len ? path_of(r, value) : value;
        return NULL;
    }
    if (str_is(key, "private"))
        return set_switch(&h->witnesses_private, value);
    if (str_is(key, "timeout"))
        return set_number(&h->witnesses_timeout, value, 60,
                          "is a whole number of seconds, 1 to 60");
    return "is not a setting of [ledger]";
}

static int on_value(void *user, const char *section, const char *name, const char *value)
{
    struct reading *r = user;
    struct str where = str_of(section), key = str_of(name), text = str_trim(str_of(value));
    const char *rule = NULL;
    if (str_is(where, "fetch")) {
        rule = set_fetch(r, key, text);
    } else if (str_is(where, "ledger")) {
        rule = set_ledger(r, key, text);
    } else if (str_starts(where, STR("list "))) {
        struct str id = str_trim(str_from(where, 5));
        struct list_config *found = NULL;
        for (size_t i = 0; i < r->home->lists.count; i++)
            if (str_equal(r->home->lists.at[i].id, id))
                found = &r->home->lists.at[i];
        if (!good_id(id))
            rule = "stands under a list id of small letters, digits and hyphens";
        else
            rule = set_list(r, found ? found : list_add(r->home, id), key, text);
    } else {
        rule = "stands under [fetch], [ledger] or [list ID]";
    }
    if (rule && !r->rc)
        r->rc = fault(r->err, ERR_INPUT, 0, "%s %s", name, rule);
    return rule == NULL;
}

/* For a first reading: libinih goes on behind a line that it cannot read, and
 * then its line number and our rule would be about two lines. */
static int any_value(void *user, const char *section, const char *name, const char *value)
{
    (void)user, (void)section, (void)name, (void)value;
    return 1;
}

static enum status check_lists(const struct home *h, struct error *err)
{
    for (size_t i = 0; i < h->lists.count; i++)
        if (!h->lists.at[i].source)
            return fault(err, ERR_INPUT, 0, "config.ini: the list %.*s needs a source",
                         STRF(h->lists.at[i].id));
    return OK;
}

/* libinih reads lines of at most so many bytes; a longer one would be taken
 * apart, so it is refused. */
static enum status check_line_lengths(struct str text, struct error *err)
{
    size_t most = 198, number = 1;
    for (struct str line; text.len; number++) {
        text = str_cut(text, '\n', &line);
        if (line.len > most)
            return fault_at(err, ERR_INPUT, number, 0,
                            "config.ini line %zu is longer than %zu bytes", number, most);
    }
    return OK;
}

enum status config_read(struct home *h, struct str text, const char *folder, struct error *err)
{
    struct error here = {0};
    struct reading r = {.home = h, .folder = folder, .err = &here};
    h->witnesses_timeout = WITNESSES_TIMEOUT;
    add_known(h);
    enum status rc = check_line_lengths(text, err);
    if (rc)
        return rc;
    struct str copy = arena_copy(&h->arena, text);
    int line = copy.s ? ini_parse_string(copy.s, any_value, NULL) : 0;
    if (line)
        return fault_at(err, ERR_INPUT, (size_t)line, 0,
                        "config.ini line %d is neither [section], name = value nor ; comment",
                        line);
    line = copy.s ? ini_parse_string(copy.s, on_value, &r) : 0;
    if (r.rc)
        return fault_at(err, r.rc, (size_t)line, 0, "config.ini line %d: %s", line, here.why);
    if (h->arena.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for config.ini");
    return check_lists(h, err);
}
