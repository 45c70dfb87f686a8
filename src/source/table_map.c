/* SPDX-License-Identifier: Apache-2.0 */
/* table_map.c - reads mapping files, which people write: every fault has its line and the rule.
 *
 * libinih splits the lines.  It is fed through a reader of our own, because it
 * does not tell handlers the line, cuts long lines in two, and takes an
 * indented line for the rest of the one before: here each line is counted,
 * a long one is a fault and indentation means nothing. */
#include "source/table_map.h"

#include "text/clean.h"

#include <ini.h>
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
static const struct table_key skip_key = {"skip", TO_SKIP, 0, SUB_NONE, false, false};

static const char *const subs_of_place[] = {"text",     "street",  "city", "region",
                                            "postcode", "country", "note", NULL};
static const char *const subs_of_id[] = {"number", "type",    "country", "issuer",
                                         "issued", "expires", "note",    NULL};

struct reader {
    struct table_map *map;
    struct str rest; /* of the text */
    size_t line;
    size_t broken; /* the line that libinih would misread, or 0 */
    struct error *err;
    enum status rc;
};

static void wrong(struct reader *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void wrong(struct reader *r, const char *fmt, ...)
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

/* The text without its quotes, which are at both ends or nowhere. */
static struct str unquote(struct reader *r, struct str s)
{
    if (str_find(s, STR("\"")) == SIZE_MAX)
        return s;
    struct str inside = str_span(s, 1, s.len >= 2 ? s.len - 2 : 0);
    if (s.len < 2 || s.s[0] != '"' || s.s[s.len - 1] != '"' ||
        str_find(inside, STR("\"")) != SIZE_MAX)
        wrong(r, "quotes stand around a whole text (%.*s); \" ;\" begins a comment",
              STRF(str_span(s, 0, 60)));
    return inside;
}

static void read_column(struct reader *r, struct str text, struct table_field *f)
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
            wrong(r, "%.*s is no column: @sheet, or @1 to @16384", STRF(str_span(text, 0, 60)));
        else
            c->place = (size_t)place;
    } else {
        c->name = unquote(r, text);
        if (c->name.len == 0)
            wrong(r, "the name of a column is missing");
    }
}

static void read_order(struct reader *r, struct table_field *f, struct str word)
{
    static const char *const orders[] = {
        [DATE_DMY] = "dmy", [DATE_MDY] = "mdy", [DATE_YMD] = "ymd"};
    for (size_t i = 0; i < COUNT(orders); i++)
        if (str_is(word, orders[i])) {
            f->order = (enum date_order)i;
            return;
        }
    wrong(r, "order is dmy, mdy or ymd, not %.*s", STRF(str_span(word, 0, 60)));
}

static void read_rule(struct reader *r, struct table_field *f, struct str name, struct str word)
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
        wrong(r, "a skip rule is blank, is TEXT, begins TEXT or not number");
}

static void read_option(struct reader *r, struct table_field *f, struct str option)
{
    struct str name, word = str_trim(str_cut(option, ' ', &name));
    word = unquote(r, word);
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
        wrong(r, "\"%.*s\" is no option, or needs a word behind it", STRF(str_span(option, 0, 60)));
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
            wrong(r, "\"%s\" is no option of %s", texts[i].name, f->key->name);
        *texts[i].into = word;
        return;
    }
    wrong(r, "\"%.*s\" is no option: split, drop, items, order, as, else, language, note",
          STRF(str_span(name, 0, 60)));
}

/* "A + B | option | option" */
static void read_columns(struct reader *r, struct table_field *f, struct str value)
{
    struct str columns, options, piece;
    bool whole = cut_outside_quotes(value, '|', &columns, &options);
    if (str_is(columns, "") || str_ends(columns, STR("+")))
        wrong(r, "%s: the name of a column is missing", f->key->name);
    while (columns.len && whole) {
        whole = cut_outside_quotes(columns, '+', &piece, &columns);
        read_column(r, piece, f);
    }
    while (options.len && whole) {
        whole = cut_outside_quotes(options, '|', &piece, &options);
        read_option(r, f, piece);
    }
    if (!whole)
        wrong(r, "a quote stays open; \" ;\" begins a comment even inside of quotes");
    if (f->key->target == TO_SKIP && f->rule == RULE_NONE)
        wrong(r, "skip = COLUMN | RULE; the rule is missing");
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

/* "id2.number" into its key, group and sub. */
static bool read_key(struct reader *r, struct str text, struct table_field *f)
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
        wrong(r,
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

static struct table_field *field_add(struct reader *r, const struct table_field *f)
{
    struct table_field *place = VEC_ADD(&r->map->arena, &r->map->fields);
    *place = *f;
    return place;
}

static void in_columns(struct reader *r, struct str name, struct str value)
{
    struct table_field f = {.line = r->line};
    if (!read_key(r, name, &f))
        return;
    if (!f.key->column)
        wrong(r, "\"%s\" belongs under [record]", f.key->name);
    read_columns(r, &f, value);
    field_add(r, &f);
}

static void in_record(struct reader *r, struct str name, struct str value)
{
    struct table_field f = {.line = r->line};
    if (!read_key(r, name, &f))
        return;
    if (!f.key->constant)
        wrong(r, "\"%s\" belongs under [columns]", f.key->name);
    f.fixed = unquote(r, value);
    if (f.fixed.len == 0)
        wrong(r, "%s has no value", f.key->name);
    field_add(r, &f);
}

/* ---- [table]. */

static int choose(struct reader *r, struct str name, struct str value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (str_is(value, words[i]))
            return i;
    wrong(r, "%.*s cannot be \"%.*s\" (doc/format/table.md)", STRF(name),
          STRF(str_span(value, 0, 60)));
    return 0;
}

static void set_separator(struct reader *r, struct str value)
{
    if (str_is(value, "tab"))
        r->map->separator = '\t';
    else if (value.len == 1 && value.s[0] != '"' && value.s[0] != '\n')
        r->map->separator = value.s[0];
    else
        wrong(r, "the separator is one character in quotes, or tab");
}

static void set_header(struct reader *r, struct str value)
{
    uint64_t row;
    if (!str_number(value, 1048576, &row) || row == 0)
        wrong(r, "header is the number of a row, from 1");
    else
        r->map->header = (size_t)row;
}

static void in_table(struct reader *r, struct str name, struct str value)
{
    static const char *const formats[] = {"any", "csv", "xlsx", "json", NULL};
    static const char *const encodings[] = {"utf-8", "windows-1252", NULL};
    static const char *const nameless[] = {"fault", "ref", NULL};
    static const char *const sames[] = {"distinct", "merge", NULL};
    struct table_map *m = r->map;
    if (str_is(name, "skip")) {
        struct table_field f = {.line = r->line, .key = &skip_key};
        read_columns(r, &f, value);
        field_add(r, &f);
        return;
    }
    value = unquote(r, value);
    if (value.len == 0)
        wrong(r, "%.*s has no value; \" ;\" begins a comment", STRF(str_span(name, 0, 60)));
    else if (str_is(name, "format"))
        m->format = (enum table_format)choose(r, name, value, formats);
    else if (str_is(name, "encoding"))
        m->latin = choose(r, name, value, encodings) == 1;
    else if (str_is(name, "same"))
        m->merge = choose(r, name, value, sames) == 1;
    else if (str_is(name, "nameless"))
        m->nameless = choose(r, name, value, nameless) == 1;
    else if (str_is(name, "separator"))
        set_separator(r, value);
    else if (str_is(name, "header"))
        set_header(r, value);
    else if (str_is(name, "marker"))
        m->marker = value;
    else if (str_is(name, "path"))
        m->path = value;
    else if (str_is(name, "sheet"))
        *(struct str *)VEC_ADD(&m->arena, &m->sheets) = value;
    else if (str_is(name, "null"))
        *(struct str *)VEC_ADD(&m->arena, &m->nulls) = value;
    else
        wrong(r, "\"%.*s\" is no key of [table]", STRF(str_span(name, 0, 60)));
}

/* ---- Words. */

static bool is_known_word(const struct table_key *key, struct str ours)
{
    if (key->target == TO_KIND) {
        for (enum kind k = 0; k <= KIND_AIRCRAFT; k++)
            if (str_is(ours, kind_text(k)))
                return true;
        return false;
    }
    if (key->target == TO_STANDING) {
        for (enum standing s = 0; s <= STANDING_LAPSED; s++)
            if (str_is(ours, standing_text(s)))
                return true;
        return false;
    }
    return key->target != TO_GENDER || str_is(ours, "male") || str_is(ours, "female") ||
           str_is(ours, "other");
}

static void in_words(struct reader *r, struct str section, struct str ours, struct str theirs)
{
    struct table_field f = {0};
    if (!read_key(r, section, &f))
        return;
    if (!is_known_word(f.key, ours))
        wrong(r, "\"%.*s\" is no %s", STRF(str_span(ours, 0, 60)), f.key->name);
    struct table_word *w = VEC_ADD(&r->map->arena, &r->map->words);
    *w = (struct table_word){.key = section, .ours = ours, .theirs = unquote(r, theirs)};
    if (str_ends(w->theirs, STR("*"))) {
        w->prefix = true;
        w->theirs.len--;
    }
    if (w->theirs.len == 0)
        wrong(r, "the list's word for %.*s is missing", STRF(str_span(ours, 0, 60)));
}

/* ---- Lines. */

static int on_line(void *ctx, const char *section, const char *name, const char *value)
{
    struct reader *r = ctx;
    struct arena *a = &r->map->arena;
    struct str in = str_of(section);
    if (r->rc || r->broken)
        return 1;
    struct str key = arena_copy(a, str_of(name)), text = arena_copy(a, str_of(value));
    if (str_is(in, "table"))
        in_table(r, key, text);
    else if (str_is(in, "columns"))
        in_columns(r, key, text);
    else if (str_is(in, "record"))
        in_record(r, key, text);
    else if (in.len == 0)
        wrong(r, "\"%.*s\" stands before the first [section]", STRF(str_span(key, 0, 60)));
    else
        in_words(r, arena_copy(a, in), key, text);
    return 1;
}

/* Gives libinih one line, without its indentation. */
static char *next_line(char *into, int room, void *ctx)
{
    struct reader *r = ctx;
    struct str line;
    if (r->rest.len == 0 || r->rc || r->broken || room < 8)
        return NULL;
    r->rest = str_cut(r->rest, '\n', &line);
    r->line++;
    line = str_trim(line);
    if (line.len + 3 > (size_t)room || (line.len && memchr(line.s, 0, line.len))) {
        r->broken = r->line;
        return NULL;
    }
    if (line.len)
        memcpy(into, line.s, line.len);
    into[line.len] = '\n';
    into[line.len + 1] = 0;
    return into;
}

static bool has_field(const struct table_map *m, enum table_target target)
{
    for (size_t i = 0; i < m->fields.count; i++)
        if (m->fields.at[i].key->target == target && !m->fields.at[i].fixed.len)
            return true;
    return false;
}

static void check_whole(struct reader *r)
{
    struct table_map *m = r->map;
    for (size_t i = 0; i < m->fields.count; i++) {
        struct table_field *f = &m->fields.at[i];
        r->line = f->line;
        f->first = m->columns;
        m->columns += f->columns.count;
        if (f->fixed.len && !is_known_word(f->key, f->fixed))
            wrong(r, "\"%.*s\" is no %s", STRF(str_span(f->fixed, 0, 60)), f->key->name);
        if (f->otherwise.len && !is_known_word(f->key, f->otherwise))
            wrong(r, "\"%.*s\" is no %s", STRF(str_span(f->otherwise, 0, 60)), f->key->name);
    }
    if (m->header && m->marker.len)
        wrong(r, "either header or marker, not both");
    if (r->rc)
        return;
    if (!has_field(m, TO_REF))
        r->rc = fault(r->err, ERR_USAGE, 0, "the mapping has no ref under [columns]");
    else if (!has_field(m, TO_NAME))
        r->rc = fault(r->err, ERR_USAGE, 0, "the mapping has no name under [columns]");
    if (!m->header && !m->marker.len)
        m->header = 1;
}

enum status table_map_read(struct str text, struct table_map *out, struct error *err)
{
    *out = (struct table_map){0};
    struct error local = {0};
    struct reader r = {.map = out, .rest = text, .err = err ? err : &local};
    if (str_trim(text).len == 0)
        return fault(err, ERR_USAGE, 0, "the list has no mapping (doc/format/table.md)");
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        r.rest = str_from(text, 3);
    if (utf8_valid(text) != text.len)
        return fault(err, ERR_USAGE, utf8_valid(text), "the mapping is not UTF-8");
    int bad = ini_parse_stream(next_line, &r, on_line, &r);
    if (r.broken)
        r.line = r.broken;
    if (r.broken)
        wrong(&r, "longer than %d bytes, or with a zero byte", ini_max_line - 3);
    if (bad > 0 && !r.rc)
        r.line = (size_t)bad;
    if (bad > 0)
        wrong(&r, "neither [section], nor key = value, nor a comment");
    if (!r.rc)
        check_whole(&r);
    if (!r.rc && out->arena.failed)
        r.rc = fault(r.err, ERR_MEMORY, 0, "no memory for the mapping");
    return r.rc;
}

void table_map_free(struct table_map *m)
{
    arena_free(&m->arena);
    *m = (struct table_map){0};
}
