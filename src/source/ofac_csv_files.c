/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_csv_files.c - which file of the CSV set is which, and whether it is whole. */
#include "source/ofac_csv.h"

#include "format/csv.h"
#include "text/clean.h"

#include <string.h>

static const size_t columns[CSV_ROLES] = {12, 5, 6, 2};
static const char *const role_names[CSV_ROLES] = {"primary", "alias", "address", "comments"};

size_t csv_columns(enum csv_role role)
{
    return columns[role];
}

const char *csv_role_name(enum csv_role role)
{
    return role_names[role];
}

/* ---- Which file is which. */

static bool has_word(struct str name, const char *word)
{
    size_t start = 0;
    for (size_t i = 0; i <= name.len; i++) {
        bool letter = i < name.len && ofac_lower(name.s[i]) >= 'a' && ofac_lower(name.s[i]) <= 'z';
        if (letter)
            continue;
        if (str_is_nocase(str_span(name, start, i - start), word))
            return true;
        start = i + 1;
    }
    return false;
}

static enum csv_role role_by_name(struct str name)
{
    static const struct {
        const char *word;
        enum csv_role role;
    } words[] = {{"comments", CSV_COMMENTS},
                 {"alt", CSV_ALIASES},
                 {"add", CSV_ADDRESSES},
                 {"prim", CSV_PRIMARY},
                 {"sdn", CSV_PRIMARY}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (has_word(name, words[i].word))
            return words[i].role;
    return CSV_ROLES;
}

/* By the first row: its columns, of which the first must be a number. */
static enum csv_role role_by_row(struct str head)
{
    struct arena a = {0};
    struct csv csv = csv_open(head, ',');
    struct row row;
    enum csv_role role = CSV_ROLES;
    uint64_t number;
    if (csv_next(&csv, &a, &row, NULL) && str_number(row_cell(&row, 0), UINT32_MAX, &number))
        for (role = CSV_PRIMARY; role < CSV_ROLES && columns[role] != row.count;)
            role++;
    csv_close(&csv);
    arena_free(&a);
    return role;
}

bool ofac_csv_claims(struct str name, struct str head)
{
    enum csv_role by_row = role_by_row(head), by_name = role_by_name(name);
    struct str end = str_of("\x1A");
    if (str_starts(str_trim(head), end) && str_trim(head).len == 1)
        return by_name != CSV_ROLES;
    return by_row != CSV_ROLES && (by_name == CSV_ROLES || by_name == by_row);
}

/* ---- Whether it is whole. */

static size_t last_line(struct str bytes)
{
    size_t line = 1;
    for (size_t i = 0; i + 1 < bytes.len; i++)
        line += bytes.s[i] == '\n';
    return line;
}

/* Takes the byte 0x1A off the end.  OFAC's own files (CRLF) that do not have it
 * may still end with a row.  Copies that went through other hands (LF) may have
 * lost the last line end too; then their last row must have all its columns. */
static enum status check_end(struct sink *out, struct str name, struct str *bytes,
                             struct error *err)
{
    const char *end = memchr(bytes->s, 0x1A, bytes->len);
    if (end) {
        size_t at = (size_t)(end - bytes->s);
        if (str_trim(str_from(*bytes, at + 1)).len)
            return fault_at(err, ERR_INPUT, last_line(str_span(*bytes, 0, at)), at,
                            "%.*s: more follows the byte 0x1A, which ends the file", STRF(name));
        bytes->len = at;
        return OK;
    }
    if (!str_ends(*bytes, STR("\n")) && str_find(*bytes, STR("\r\n")) != SIZE_MAX)
        return fault_at(err, ERR_INPUT, last_line(*bytes), bytes->len,
                        "%.*s: cut off on line %zu: neither a line end nor the byte 0x1A",
                        STRF(name), last_line(*bytes));
    sink_unread(out, "no byte 0x1A at the end", name);
    return OK;
}

static enum status take_file(struct csv_files *s, enum csv_role role, const struct input_file *f,
                             struct sink *out, struct arena *a, struct error *err)
{
    struct str bytes = f->bytes, name = str_span(f->name, 0, 60);
    if (s->given[role])
        return fault(err, ERR_INPUT, 0, "%.*s and %.*s are both the %s file", STRF(s->name[role]),
                     STRF(name), role_names[role]);
    enum status rc = check_end(out, name, &bytes, err);
    if (rc)
        return rc;
    const char *nul = memchr(bytes.s, 0, bytes.len);
    if (nul) {
        struct str before = {bytes.s, (size_t)(nul - bytes.s) + 1};
        return fault_at(err, ERR_INPUT, last_line(before), before.len - 1,
                        "%.*s: a zero byte on line %zu", STRF(name), last_line(before));
    }
    if (utf8_valid(bytes) < bytes.len) {
        sink_unread(out, "not UTF-8, read as Windows-1252", name);
        bytes = text_from_1252(a, bytes);
    }
    s->bytes[role] = bytes;
    s->name[role] = name;
    s->given[role] = true;
    return OK;
}

enum status csv_files_take(const struct input *in, struct sink *out, struct arena *a,
                           struct csv_files *s, struct error *err)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct input_file *f = &in->files[i];
        enum csv_role role = role_by_name(f->name);
        if (role == CSV_ROLES)
            role = role_by_row(f->bytes);
        if (role == CSV_ROLES)
            return fault(err, ERR_INPUT, 0,
                         "%.*s is none of the four files of the CSV set: its first row has "
                         "neither 12, 5, 6 nor 2 columns",
                         STRF(str_span(f->name, 0, 60)));
        enum status rc = take_file(s, role, f, out, a, err);
        if (rc)
            return rc;
    }
    if (!s->given[CSV_PRIMARY])
        return fault(err, ERR_INPUT, 0, "the primary file (sdn.csv, cons_prim.csv) is missing");
    return OK;
}
