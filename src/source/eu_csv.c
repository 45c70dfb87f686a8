/* SPDX-License-Identifier: Apache-2.0 */
/* eu_csv.c - the two CSV formats: rows, one for each detail of an entity, put
 * together to the trees that the XML formats have.
 *
 * A column's name says its place in the tree: "NameAlias_Regulation_NumberTitle"
 * is @numberTitle of nameAlias/regulationSummary.  Rows of one entity need not
 * be neighbours, so the file is read once to learn where the rows of each
 * reference begin, and then again in the order of references; what is kept of a
 * row meanwhile is forty bytes.
 *
 * Copies of CSV 1.0 are about that went through a spreadsheet: the whole line in
 * quotes, tabs in the place of commas and behind the last cell, Windows-1252. */
#include "source/eu.h"

#include "format/csv.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MAX = 16, TREES_BYTES_MAX = 256 << 20 };

/* ---- Where a column goes. */

/* The first prefix that fits decides.  `parent` is the number of the block that
 * the element stands in, 0 being the entity itself. */
struct block {
    const char *prefix, *element;
    size_t parent;
};

struct rename {
    const char *rest, *attribute; /* NULL: known and not wanted */
};

struct dialect {
    const char *entity, *id, *ref, *day;
    const struct block *blocks;
    size_t block_count;
    const struct rename *renames;
    size_t rename_count;
    bool upper; /* other names are in capitals; else the first letter is made small */
};

static const struct block new_blocks[] = {
    {"", "sanctionEntity", 0},
    {"Entity_Regulation_", "regulation", 0},
    {"Entity_SubjectType", "subjectType", 0},
    {"Entity_", NULL, 0},
    {"NameAlias_Regulation_", "regulationSummary", 5},
    {"NameAlias_", "nameAlias", 0},
    {"Address_Regulation_", "regulationSummary", 8},
    {"Address_ContactInfo", "contactInfo", 8},
    {"Address_", "address", 0},
    {"BirthDate_Regulation_", "regulationSummary", 10},
    {"BirthDate_", "birthdate", 0},
    {"Identification_Regulation_", "regulationSummary", 12},
    {"Identification_", "identification", 0},
    {"Citizenship_Regulation_", "regulationSummary", 14},
    {"Citizenship_", "citizenship", 0},
};

static const struct rename new_renames[] = {
    {"Type", "regulationType"},
    {"EU_ReferenceNumber", "euReferenceNumber"},
    {"_ClassificationCode", "classificationCode"},
    {"BirthDate", "birthdate"},
    {"Day", "dayOfMonth"},
    {"Month", "monthOfYear"},
    {"IssuedDate", "issueDate"},
    {"TypeCode", "identificationTypeCode"},
    {"TypeDescription", "identificationTypeDescription"},
};

static const struct block old_blocks[] = {
    {"", "ENTITY", 0},         {"Leba_", "LEGAL", 0},
    {"Programme", "LEGAL", 0}, {"Entity_remark", "LEGAL", 0},
    {"Naal_", "NAME", 0},      {"Addr_", "ADDRESS", 0},
    {"Birt_", "BIRTH", 0},     {"Iden_", "PASSPORT", 0},
    {"Citi_", "CITIZEN", 0},
};

static const struct rename old_renames[] = {
    {"numtitle", "legal_basis"},
    {"leba_numtitle", "legal_basis"},
    {"publication_date", "reg_date"},
    {"leba_publication_date", "reg_date"},
    {"url", "pdf_link"},
    {"leba_url", "pdf_link"},
    {"programme", "programme"},
    {"logical_id", "Id"},
    {"Entity_logical_id", "Id"},
    {"Subject_type", "Type"},
    {"EU_ref_num", "EU_ref_num"},
};

static const struct dialect new_dialect = {
    "sanctionEntity",     "Entity_LogicalId", "Entity_EU_ReferenceNumber",
    "fileGenerationDate", new_blocks,         COUNT(new_blocks),
    new_renames,          COUNT(new_renames), false};

static const struct dialect old_dialect = {"ENTITY",    "Entity_logical_id", "EU_ref_num",
                                           "Date_file", old_blocks,          COUNT(old_blocks),
                                           old_renames, COUNT(old_renames),  true};

struct column {
    bool wanted;
    size_t block;
    struct str attribute;
};

/* ---- The file. */

struct line {
    struct str ref, id;
    size_t offset, number;
};

struct table {
    struct eu *e;
    const struct dialect *d;
    struct csv csv;
    struct header header;
    struct column *columns;
    struct arena own;   /* header, columns, lines */
    struct arena trees; /* of the entity at hand */
    VEC(struct line) lines;
    size_t id, ref;
};

static struct str attribute_name(struct table *t, struct str rest)
{
    for (size_t i = 0; i < t->d->rename_count; i++)
        if (str_is(rest, t->d->renames[i].rest))
            return str_of(t->d->renames[i].attribute);
    rest = arena_copy(&t->own, rest);
    char *s = rest.len ? arena_alloc(&t->own, rest.len, 1) : NULL;
    for (size_t i = 0; s && i < rest.len; i++) {
        bool capital = rest.s[i] >= 'A' && rest.s[i] <= 'Z';
        bool small = rest.s[i] >= 'a' && rest.s[i] <= 'z';
        bool turn = t->d->upper ? small : capital && i == 0;
        s[i] = (char)(turn ? rest.s[i] ^ 32 : rest.s[i]);
    }
    return (struct str){s, s ? rest.len : 0};
}

/* "Entity_SubjectType" leaves nothing for the attribute: it is the code. */
static struct str bare_attribute(const struct dialect *d, size_t block)
{
    const char *element = d->blocks[block].element;
    if (element && strcmp(element, "subjectType") == 0)
        return STR("code");
    if (element && strcmp(element, "contactInfo") == 0)
        return STR("value");
    return str_starts(str_of(d->blocks[block].prefix), STR("Programme")) ? STR("programme")
                                                                         : STR("remark");
}

/* Blocks of one element are filled together. */
static size_t same_element(const struct dialect *d, size_t block)
{
    const struct block *b = &d->blocks[block];
    for (size_t i = 1; i < block; i++)
        if (d->blocks[i].parent == b->parent && d->blocks[i].element &&
            strcmp(d->blocks[i].element, b->element) == 0)
            return i;
    return block;
}

static struct column column_of(struct table *t, struct str name)
{
    const struct dialect *d = t->d;
    struct column c = {.wanted = true};
    for (size_t i = 1; i < d->block_count && c.block == 0; i++)
        if (str_starts(name, str_of(d->blocks[i].prefix)))
            c.block = i;
    struct str rest = str_from(name, strlen(d->blocks[c.block].prefix));
    c.attribute = rest.len ? attribute_name(t, rest) : bare_attribute(d, c.block);
    c.block = d->blocks[c.block].element ? same_element(d, c.block) : 0;
    return c;
}

static enum status read_header(struct table *t, struct error *err)
{
    struct row row;
    if (!csv_next(&t->csv, &t->own, &row, err))
        return err->status ? err->status : fault(err, ERR_INPUT, 0, "the file has no header");
    enum status rc = header_read(&t->own, &row, &t->header, err);
    if (rc)
        return rc;
    t->columns = arena_alloc(&t->own, row.count, sizeof *t->columns);
    if (!t->columns)
        return fault(err, ERR_MEMORY, 0, "no memory for the columns");
    t->id = header_find(&t->header, t->d->id, 0);
    t->ref = header_find(&t->header, t->d->ref, 0);
    if (t->id == SIZE_MAX)
        return fault_at(err, ERR_INPUT, 1, 0, "the header has no column %s", t->d->id);
    for (size_t i = 0; i < row.count; i++) {
        struct str name = t->header.name[i];
        t->columns[i] = column_of(t, name);
        /* The file's own day, and the entity's id again in front of each block. */
        if (str_starts(name, str_of(t->d->day)) || (i != t->id && str_is(name, t->d->id)))
            t->columns[i].wanted = false;
    }
    return OK;
}

/* ---- First pass: where each entity's rows are. */

static bool is_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row_cell(row, i).len)
            return false;
    return true;
}

static enum status learn_lines(struct table *t, struct error *err)
{
    struct row row;
    struct error none = {0};
    if (!err)
        err = &none;
    while (csv_next(&t->csv, &t->own, &row, err)) {
        if (is_blank(&row))
            continue;
        if (t->lines.count == 0)
            eu_day(t->e, row_cell(&row, 0));
        if (row.count != t->header.count)
            sink_unread(t->e->out, "row with another number of cells than the header",
                        str_span(t->csv.bytes, row.offset, 80));
        struct line *line = VEC_ADD(&t->own, &t->lines);
        *line = (struct line){.ref = arena_copy(&t->own, row_cell(&row, t->ref)),
                              .id = arena_copy(&t->own, row_cell(&row, t->id)),
                              .offset = row.offset,
                              .number = row.line};
    }
    if (err->status)
        return err->status;
    return t->own.failed ? fault(err, ERR_MEMORY, 0, "no memory for the rows") : OK;
}

static int by_offset(const struct line *a, const struct line *b)
{
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static int by_id(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    int order = str_compare(a->id, b->id);
    return order ? order : by_offset(a, b);
}

static int by_reference(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    int order = str_compare(a->ref, b->ref);
    return order ? order : by_id(x, y);
}

/* A row without the reference has the one of the entity's other rows, or the
 * logical id. */
static void sort_lines(struct table *t)
{
    struct line *at = t->lines.at;
    size_t count = t->lines.count;
    if (count == 0)
        return;
    qsort(at, count, sizeof *at, by_id);
    for (size_t i = 0, end; i < count; i = end) {
        struct str ref = {0};
        for (end = i; end < count && str_equal(at[end].id, at[i].id); end++)
            if (at[end].ref.len && (ref.len == 0 || str_compare(at[end].ref, ref) < 0))
                ref = at[end].ref;
        for (size_t k = i; k < end; k++)
            at[k].ref = ref.len ? ref : at[i].id;
    }
    qsort(at, count, sizeof *at, by_reference);
}

/* ---- Second pass: rows to trees. */

static bool has_attribute(const struct node *n, struct str name, struct str text)
{
    NODE_ALL (c, n)
        if (c->type == NODE_ATTRIBUTE && str_equal(c->name, name) && str_equal(c->text, text))
            return true;
    return false;
}

/* The element of a block in the present row, made when its first cell comes. */
static struct node *element(struct table *t, struct node **open, size_t block, size_t line)
{
    if (open[block])
        return open[block];
    const struct block *b = &t->d->blocks[block];
    struct node *parent = element(t, open, b->parent, line);
    if (!parent)
        return NULL;
    open[block] = node_add(&t->trees, parent, NODE_ELEMENT, str_of(b->element), (struct str){0});
    if (open[block])
        open[block]->line = line;
    return open[block];
}

static void add_row(struct table *t, struct node *entity, const struct row *row)
{
    struct node *open[BLOCKS_MAX] = {entity};
    for (size_t i = 0; i < row->count && i < t->header.count; i++) {
        struct str cell = row_cell(row, i);
        if (cell.len == 0 || !t->columns[i].wanted)
            continue;
        struct node *n = element(t, open, t->columns[i].block, row->line);
        if (!n || (n == entity && has_attribute(n, t->columns[i].attribute, cell)))
            continue;
        struct node *added = node_add(&t->trees, n, NODE_ATTRIBUTE, t->columns[i].attribute, cell);
        if (added && str_is(added->name, "publicationUrl"))
            added->type = NODE_ELEMENT;
    }
}

static enum status read_line(struct table *t, struct node *entity, const struct line *line,
                             struct error *err)
{
    struct row row;
    t->csv.at = line->offset;
    t->csv.line = line->number;
    if (!csv_next(&t->csv, &t->trees, &row, err))
        return fault_at(err, ERR_INPUT, line->number, line->offset, "the row cannot be read again");
    add_row(t, entity, &row);
    return OK;
}

/* One record of the lines from..to, which have one reference. */
static enum status make(struct table *t, size_t from, size_t to, struct error *err)
{
    VEC(struct node *) parts = {0};
    arena_reset(&t->trees);
    for (size_t i = from; i < to; i++) {
        if (i == from || !str_equal(t->lines.at[i].id, t->lines.at[i - 1].id)) {
            struct node **place = VEC_ADD(&t->trees, &parts);
            *place = node_add(&t->trees, NULL, NODE_ELEMENT, str_of(t->d->entity), (struct str){0});
            if (*place)
                (*place)->line = t->lines.at[i].number;
        }
        if (t->trees.failed)
            break;
        enum status rc = read_line(t, parts.at[parts.count - 1], &t->lines.at[i], err);
        if (rc)
            return rc;
    }
    if (t->trees.failed)
        return fault_at(err, ERR_MEMORY, t->lines.at[from].number, t->lines.at[from].offset,
                        "the rows of one entity need more memory than is allowed");
    enum status rc = eu_record(t->e, parts.at, parts.count, err);
    if (rc && err && err->line == 0)
        err->line = t->lines.at[from].number;
    return rc;
}

/* ---- A copy out of a spreadsheet, made CSV again. */

static bool is_wrapped(struct str bytes)
{
    struct str line;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    str_cut(bytes, '\n', &line);
    line = str_trim(line);
    return line.len > 1 && line.s[0] == '"' &&
           str_find(str_from(line, 1), STR("\"")) == line.len - 2;
}

static size_t unwrap_line(struct str line, char *to)
{
    size_t len = 0;
    line = text_strip(line, "");
    if (str_starts(line, STR("\"")) && str_ends(line, STR("\"")) && line.len > 1)
        line = str_trim(str_span(line, 1, line.len - 2));
    for (size_t i = 0; i < line.len; i++) {
        to[len++] = line.s[i] == '\t' ? ',' : line.s[i];
        i += line.s[i] == '"' && i + 1 < line.len && line.s[i + 1] == '"';
    }
    to[len++] = '\n';
    return len;
}

static struct str unwrapped(struct arena *a, struct str bytes)
{
    char *to = arena_alloc(a, bytes.len + 1, 1);
    size_t len = 0;
    while (to && bytes.len) {
        struct str line;
        bytes = str_cut(bytes, '\n', &line);
        len += unwrap_line(line, to + len);
    }
    return (struct str){to, to ? len : 0};
}

static size_t line_at(struct str bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes.s[i] == '\n';
    return line;
}

enum status eu_csv(struct eu *e, struct str bytes, bool old, struct error *err)
{
    struct table t = {
        .e = e, .d = old ? &old_dialect : &new_dialect, .trees = {.limit = TREES_BYTES_MAX}};
    struct error local = {0};
    err = err ? err : &local;
    size_t good = utf8_valid(bytes);
    if (good != bytes.len && !old)
        return fault_at(err, ERR_INPUT, line_at(bytes, good), good, "invalid UTF-8 at byte %zu",
                        good);
    if (good != bytes.len)
        bytes = text_from_1252(&t.own, bytes);
    if (is_wrapped(bytes))
        bytes = unwrapped(&t.own, bytes);
    t.csv = csv_open(bytes, ';');
    enum status rc = read_header(&t, err);
    if (rc == OK)
        rc = learn_lines(&t, err);
    sort_lines(&t);
    for (size_t from = 0, to; rc == OK && from < t.lines.count; from = to) {
        for (to = from + 1; to < t.lines.count; to++)
            if (!str_equal(t.lines.at[to].ref, t.lines.at[from].ref))
                break;
        rc = make(&t, from, to, err);
    }
    csv_close(&t.csv);
    arena_free(&t.trees);
    arena_free(&t.own);
    return rc;
}
