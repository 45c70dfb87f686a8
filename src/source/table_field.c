/* SPDX-License-Identifier: Apache-2.0 */
/* table_field.c - one line of a mapping: its key, its columns and its options. */
#include "source/table_field.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define RECORD(member) (int)offsetof(struct record, member)

/* name, target, which, what may follow a dot, in [record], in [columns] */
static const struct table_key keys[] = {
    {"ref", TO_REF, 0, SUB_NONE, false, true},
    {"native", TO_NATIVE, 0, SUB_NONE, false, true},
    {"kind", TO_KIND, 0, SUB_NONE, true, true},
    {"standing", TO_STANDING, 0, SUB_NONE, true, true},
    {"gender", TO_GENDER, 0, SUB_NONE, false, true},
    {"authority", TO_AUTHORITY, 0, SUB_NONE, true, true},
    {"name", TO_NAME, QUALITY_PRIMARY, SUB_PART, false, true},
    {"alias", TO_NAME, QUALITY_STRONG, SUB_PART, false, true},
    {"weak", TO_NAME, QUALITY_WEAK, SUB_PART, false, true},
    {"former", TO_NAME, QUALITY_FORMER, SUB_PART, false, true},
    {"original", TO_NAME, QUALITY_ORIGINAL, SUB_PART, false, true},
    {"birth", TO_BIRTH, 0, SUB_NONE, false, true},
    {"date", TO_DATE, 0, SUB_ANY, false, true},
    {"birthplace", TO_BIRTHPLACE, 0, SUB_PLACE, false, true},
    {"address", TO_ADDRESS, 0, SUB_PLACE, false, true},
    {"nationality", TO_COUNTRY, 0, SUB_NONE, false, true},
    {"citizenship", TO_COUNTRY, 0, SUB_NONE, false, true},
    {"residence", TO_COUNTRY, 0, SUB_NONE, false, true},
    {"jurisdiction", TO_COUNTRY, 0, SUB_NONE, false, true},
    {"flag", TO_COUNTRY, 0, SUB_NONE, false, true},
    {"id", TO_ID, 0, SUB_ID, false, true},
    {"listed", TO_STATED, RECORD(listed), SUB_NONE, false, true},
    {"suspended", TO_STATED, RECORD(suspended), SUB_NONE, false, true},
    {"ended", TO_STATED, RECORD(ended), SUB_NONE, false, true},
    {"amended", TO_AMENDED, 0, SUB_NONE, false, true},
    {"programme", TO_TEXT, RECORD(programmes), SUB_NONE, true, true},
    {"basis", TO_TEXT, RECORD(basis), SUB_NONE, true, true},
    {"reason", TO_TEXT, RECORD(reasons), SUB_NONE, false, true},
    {"position", TO_TEXT, RECORD(positions), SUB_NONE, false, true},
    {"title", TO_TEXT, RECORD(titles), SUB_NONE, false, true},
    {"remark", TO_TEXT, RECORD(remarks), SUB_NONE, false, true},
    {"source", TO_TEXT, RECORD(sources), SUB_NONE, true, true},
    {"measure", TO_MEASURE, 0, SUB_NONE, true, true},
    {"regime", TO_REGIME, 0, SUB_NONE, true, false},
    {"detail", TO_DETAIL, 0, SUB_ANY, false, true},
    {"link", TO_LINK, 0, SUB_ANY, false, true},
    {"xref", TO_XREF, 0, SUB_ANY, false, true},
    {"ignore", TO_IGNORE, 0, SUB_NONE, false, true},
};
const struct table_key table_skip_key = {"skip", TO_SKIP, 0, SUB_NONE, false, false};

static const char *const subs_of_place[] = {"text",     "street",  "city", "region",
                                            "postcode", "country", "note", NULL};
static const char *const subs_of_id[] = {"number", "type",    "country", "issuer",
                                         "issued", "expires", "note",    NULL};

void table_wrong(struct table_reader *r, const char *fmt, ...)
{
    char why[300];
    va_list args;
    if (r->rc)
        return;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    r->rc = fault_at(r->err, ERR_USAGE, r->line, 0, "line %zu of the mapping: %s", r->line, why);
}

/* ---- Values. */

/* Cuts s at the first `sep` that is not in quotes; false where a quote stays open. */
static bool cut_outside_quotes(struct str s, char sep, struct str *head, struct str *rest)
{
    bool quoted = false;
    size_t at = 0;
    for (; at < s.len && (quoted || s.s[at] != sep); at++)
        quoted ^= s.s[at] == '"';
    *head = str_trim(str_span(s, 0, at));
    *rest = str_from(s, at + 1);
    return !quoted;
}

struct str table_unquote(struct table_reader *r, struct str s)
{
    if (str_find(s, STR("\"")) == SIZE_MAX)
        return s;
    struct str inside = str_span(s, 1, s.len >= 2 ? s.len - 2 : 0);
    if (s.len < 2 || s.s[0] != '"' || s.s[s.len - 1] != '"' ||
        str_find(inside, STR("\"")) != SIZE_MAX)
        table_wrong(r, "quotes stand around a whole text (%.*s); \" ;\" begins a comment",
                    STRF(str_span(s, 0, 60)));
    return inside;
}

static void read_column(struct table_reader *r, struct str text, struct table_field *f)
{
    struct table_column *c = VEC_ADD(&r->map->arena, &f->columns);
    uint64_t place;
    if (str_starts(text, STR("?"))) {
        c->optional = true;
        text = str_trim(str_from(text, 1));
    }
    if (str_is(text, "@sheet")) {
        c->sheet = true;
    } else if (str_starts(text, STR("@"))) {
        if (!str_number(str_from(text, 1), 16384, &place) || place == 0)
            table_wrong(r, "%.*s is no column: @sheet, or @1 to @16384",
                        STRF(str_span(text, 0, 60)));
        else
            c->place = (size_t)place;
    } else {
        c->name = table_unquote(r, text);
        if (c->name.len == 0)
            table_wrong(r, "the name of a column is missing");
    }
}

static void read_order(struct table_reader *r, struct table_field *f, struct str word)
{
    static const char *const orders[] = {
        [DATE_DMY] = "dmy", [DATE_MDY] = "mdy", [DATE_YMD] = "ymd"};
    for (size_t i = 0; i < COUNT(orders); i++)
        if (str_is(word, orders[i])) {
            f->order = (enum date_order)i;
            return;
        }
    table_wrong(r, "order is dmy, mdy or ymd, not %.*s", STRF(str_span(word, 0, 60)));
}

static void read_rule(struct table_reader *r, struct table_field *f, struct str name,
                      struct str word)
{
    f->word = word;
    if (str_is(name, "blank") && word.len == 0)
        f->rule = RULE_BLANK;
    else if (str_is(name, "not") && str_is(word, "number"))
        f->rule = RULE_NOT_NUMBER;
    else if (str_is(name, "is") && word.len)
        f->rule = RULE_IS;
    else if (str_is(name, "begins") && word.len)
        f->rule = RULE_BEGINS;
    else
        table_wrong(r, "a skip rule is blank, is TEXT, begins TEXT or not number");
}

static void read_option(struct table_reader *r, struct table_field *f, struct str option)
{
    struct str name, word = str_trim(str_cut(option, ' ', &name));
    word = table_unquote(r, word);
    const struct {
        const char *name;
        struct str *into;
        bool fits;
    } texts[] = {
        {"as", &f->as, f->key->target == TO_ID},
        {"else", &f->otherwise,
         f->key->target == TO_KIND || f->key->target == TO_STANDING || f->key->target == TO_GENDER},
        {"language", &f->language, f->key->target == TO_NAME},
        {"note", &f->note, f->key->target == TO_NAME},
    };
    if (f->key->target == TO_SKIP) {
        read_rule(r, f, name, word);
        return;
    }
    if (str_is(name, "items") && word.len == 0) {
        f->items = true;
        return;
    }
    if (word.len == 0) {
        table_wrong(r, "\"%.*s\" is no option, or needs a word behind it",
                    STRF(str_span(option, 0, 60)));
        return;
    }
    if (str_is(name, "split")) {
        *(struct str *)VEC_ADD(&r->map->arena, &f->splits) = word;
        return;
    }
    if (str_is(name, "drop")) {
        *(struct str *)VEC_ADD(&r->map->arena, &f->drops) = word;
        return;
    }
    if (str_is(name, "order")) {
        read_order(r, f, word);
        return;
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!str_is(name, texts[i].name))
            continue;
        if (!texts[i].fits)
            table_wrong(r, "\"%s\" is no option of %s", texts[i].name, f->key->name);
        *texts[i].into = word;
        return;
    }
    table_wrong(r, "\"%.*s\" is no option: split, drop, items, order, as, else, language, note",
                STRF(str_span(name, 0, 60)));
}

void table_read_columns(struct table_reader *r, struct table_field *f, struct str value)
{
    struct str columns, options, piece;
    bool whole = cut_outside_quotes(value, '|', &columns, &options);
    if (str_is(columns, "") || str_ends(columns, STR("+")))
        table_wrong(r, "%s: the name of a column is missing", f->key->name);
    while (columns.len && whole) {
        whole = cut_outside_quotes(columns, '+', &piece, &columns);
        read_column(r, piece, f);
    }
    while (options.len && whole) {
        whole = cut_outside_quotes(options, '|', &piece, &options);
        read_option(r, f, piece);
    }
    if (!whole)
        table_wrong(r, "a quote stays open; \" ;\" begins a comment even inside of quotes");
    if (f->key->target == TO_SKIP && f->rule == RULE_NONE)
        table_wrong(r, "skip = COLUMN | RULE; the rule is missing");
}

/* ---- Keys. */

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++)
        if (str_is(word, *words))
            return true;
    return false;
}

static bool is_part(struct str word)
{
    for (enum part p = 0; p <= PART_OTHER; p++)
        if (str_is(word, part_text(p)))
            return true;
    return false;
}

static bool sub_fits(const struct table_key *key, struct str sub)
{
    switch (key->sub) {
    case SUB_NONE:
        return sub.len == 0;
    case SUB_PART:
        return sub.len == 0 || is_part(sub);
    case SUB_PLACE:
        return sub.len == 0 || is_one_of(sub, subs_of_place);
    case SUB_ID:
        return is_one_of(sub, subs_of_id);
    case SUB_ANY:
        return sub.len != 0;
    }
    return false;
}

static const struct table_key *key_find(struct str name)
{
    for (size_t i = 0; i < COUNT(keys); i++)
        if (str_is(name, keys[i].name))
            return &keys[i];
    return NULL;
}

bool table_read_key(struct table_reader *r, struct str text, struct table_field *f)
{
    struct str base, sub = str_cut(text, '.', &base);
    unsigned group = 0;
    const struct table_key *key = key_find(base);
    if (!key && base.len > 1 && base.s[base.len - 1] >= '2' && base.s[base.len - 1] <= '9') {
        group = (unsigned)(base.s[base.len - 1] - '0');
        key = key_find(str_span(base, 0, base.len - 1));
        if (key && key->sub != SUB_ID && key->sub != SUB_PLACE)
            key = NULL;
    }
    if (!key || !sub_fits(key, sub)) {
        table_wrong(r,
                    key ? "\"%.*s\" cannot stand so behind its dot (doc/format/table.md)"
                        : "\"%.*s\" is not a key that doc/format/table.md knows",
                    STRF(str_span(text, 0, 60)));
        return false;
    }
    f->key = key;
    f->group = group;
    f->sub = sub;
    return true;
}
