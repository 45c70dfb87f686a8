/* SPDX-License-Identifier: Apache-2.0 */
/* table_map.c - reads mapping files, which people write: every fault has its line and the rule.
 *
 * libinih splits the lines.  It is fed through a reader of our own, because it
 * does not tell handlers the line, cuts long lines in two, and takes an
 * indented line for the rest of the one before: here each line is counted,
 * a long one is a fault and indentation means nothing. */
#include "source/table_field.h"

#include "text/clean.h"

#include <ini.h>
#include <string.h>

static struct table_field *field_add(struct table_reader *r, const struct table_field *f)
{
    struct table_field *place = VEC_ADD(&r->map->arena, &r->map->fields);
    *place = *f;
    return place;
}

static void in_columns(struct table_reader *r, struct str name, struct str value)
{
    struct table_field f = {.line = r->line};
    if (!table_read_key(r, name, &f))
        return;
    if (!f.key->column)
        table_wrong(r, "\"%s\" belongs under [record]", f.key->name);
    table_read_columns(r, &f, value);
    field_add(r, &f);
}

static void in_record(struct table_reader *r, struct str name, struct str value)
{
    struct table_field f = {.line = r->line};
    if (!table_read_key(r, name, &f))
        return;
    if (!f.key->constant)
        table_wrong(r, "\"%s\" belongs under [columns]", f.key->name);
    f.fixed = table_unquote(r, value);
    if (f.fixed.len == 0)
        table_wrong(r, "%s has no value", f.key->name);
    field_add(r, &f);
}

/* ---- [table]. */

static int choose(struct table_reader *r, struct str name, struct str value,
                  const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (str_is(value, words[i]))
            return i;
    table_wrong(r, "%.*s cannot be \"%.*s\" (doc/format/table.md)", STRF(name),
                STRF(str_span(value, 0, 60)));
    return 0;
}

static void set_separator(struct table_reader *r, struct str value)
{
    if (str_is(value, "tab"))
        r->map->separator = '\t';
    else if (value.len == 1 && value.s[0] != '"' && value.s[0] != '\n')
        r->map->separator = value.s[0];
    else
        table_wrong(r, "the separator is one character in quotes, or tab");
}

static void set_header(struct table_reader *r, struct str value)
{
    uint64_t row;
    if (!str_number(value, 1048576, &row) || row == 0)
        table_wrong(r, "header is the number of a row, from 1");
    else
        r->map->header = (size_t)row;
}

static void in_table(struct table_reader *r, struct str name, struct str value)
{
    static const char *const formats[] = {"any", "csv", "xlsx", "json", NULL};
    static const char *const encodings[] = {"utf-8", "windows-1252", NULL};
    static const char *const nameless[] = {"fault", "ref", NULL};
    static const char *const sames[] = {"distinct", "merge", NULL};
    struct table_map *m = r->map;
    if (str_is(name, "skip")) {
        struct table_field f = {.line = r->line, .key = &table_skip_key};
        table_read_columns(r, &f, value);
        field_add(r, &f);
        return;
    }
    value = table_unquote(r, value);
    if (value.len == 0)
        table_wrong(r, "%.*s has no value; \" ;\" begins a comment", STRF(str_span(name, 0, 60)));
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
        table_wrong(r, "\"%.*s\" is no key of [table]", STRF(str_span(name, 0, 60)));
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

static void in_words(struct table_reader *r, struct str section, struct str ours, struct str theirs)
{
    struct table_field f = {0};
    if (!table_read_key(r, section, &f))
        return;
    if (!is_known_word(f.key, ours))
        table_wrong(r, "\"%.*s\" is no %s", STRF(str_span(ours, 0, 60)), f.key->name);
    struct table_word *w = VEC_ADD(&r->map->arena, &r->map->words);
    *w = (struct table_word){.key = section, .ours = ours, .theirs = table_unquote(r, theirs)};
    if (str_ends(w->theirs, STR("*"))) {
        w->prefix = true;
        w->theirs.len--;
    }
    if (w->theirs.len == 0)
        table_wrong(r, "the list's word for %.*s is missing", STRF(str_span(ours, 0, 60)));
}

/* ---- Lines. */

static int on_line(void *ctx, const char *section, const char *name, const char *value)
{
    struct table_reader *r = ctx;
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
        table_wrong(r, "\"%.*s\" stands before the first [section]", STRF(str_span(key, 0, 60)));
    else
        in_words(r, arena_copy(a, in), key, text);
    return 1;
}

/* Gives libinih one line, without its indentation. */
static char *next_line(char *into, int room, void *ctx)
{
    struct table_reader *r = ctx;
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

static void check_whole(struct table_reader *r)
{
    struct table_map *m = r->map;
    for (size_t i = 0; i < m->fields.count; i++) {
        struct table_field *f = &m->fields.at[i];
        r->line = f->line;
        f->first = m->columns;
        m->columns += f->columns.count;
        if (f->fixed.len && !is_known_word(f->key, f->fixed))
            table_wrong(r, "\"%.*s\" is no %s", STRF(str_span(f->fixed, 0, 60)), f->key->name);
        if (f->otherwise.len && !is_known_word(f->key, f->otherwise))
            table_wrong(r, "\"%.*s\" is no %s", STRF(str_span(f->otherwise, 0, 60)), f->key->name);
    }
    if (m->header && m->marker.len)
        table_wrong(r, "either header or marker, not both");
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
    struct table_reader r = {.map = out, .rest = text, .err = err ? err : &local};
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
        table_wrong(&r, "longer than %d bytes, or with a zero byte", ini_max_line - 3);
    if (bad > 0 && !r.rc)
        r.line = (size_t)bad;
    if (bad > 0)
        table_wrong(&r, "neither [section], nor key = value, nor a comment");
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
