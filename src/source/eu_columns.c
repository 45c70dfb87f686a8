/* SPDX-License-Identifier: Apache-2.0 */
/* eu_columns.c - the columns of both CSV formats, as places in the trees.
 *
 * A column's name says its place: "NameAlias_Regulation_NumberTitle" is
 * @numberTitle of nameAlias/regulationSummary, "Naal_wholename" is NAME/WHOLENAME. */
#include "source/eu_columns.h"

#include <string.h>

static const struct eu_block new_blocks[] = {
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

static const struct eu_rename new_renames[] = {
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

static const struct eu_block old_blocks[] = {
    {"", "ENTITY", 0},         {"Leba_", "LEGAL", 0},
    {"Programme", "LEGAL", 0}, {"Entity_remark", "LEGAL", 0},
    {"Naal_", "NAME", 0},      {"Addr_", "ADDRESS", 0},
    {"Birt_", "BIRTH", 0},     {"Iden_", "PASSPORT", 0},
    {"Citi_", "CITIZEN", 0},
};

static const struct eu_rename old_renames[] = {
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

_Static_assert(COUNT(new_blocks) <= EU_BLOCKS_MAX && COUNT(old_blocks) <= EU_BLOCKS_MAX,
               "EU_BLOCKS_MAX is the size of an array of open elements");

const struct eu_dialect eu_new_columns = {
    "sanctionEntity",     "Entity_LogicalId", "Entity_EU_ReferenceNumber",
    "fileGenerationDate", new_blocks,         COUNT(new_blocks),
    new_renames,          COUNT(new_renames), false};

const struct eu_dialect eu_old_columns = {"ENTITY",    "Entity_logical_id", "EU_ref_num",
                                          "Date_file", old_blocks,          COUNT(old_blocks),
                                          old_renames, COUNT(old_renames),  true};

static struct str attribute_name(const struct eu_dialect *d, struct arena *a, struct str rest)
{
    for (size_t i = 0; i < d->rename_count; i++)
        if (str_is(rest, d->renames[i].rest))
            return str_of(d->renames[i].attribute);
    char *s = rest.len ? arena_alloc(a, rest.len, 1) : NULL;
    for (size_t i = 0; s && i < rest.len; i++) {
        bool capital = rest.s[i] >= 'A' && rest.s[i] <= 'Z';
        bool small = rest.s[i] >= 'a' && rest.s[i] <= 'z';
        bool turn = d->upper ? small : capital && i == 0;
        s[i] = rest.s[i];
        if (turn)
            s[i] ^= 'A' ^ 'a';
    }
    return (struct str){s, s ? rest.len : 0};
}

/* "Entity_SubjectType" leaves nothing for the attribute: it is the code. */
static struct str bare_attribute(const struct eu_dialect *d, size_t block)
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
static size_t same_element(const struct eu_dialect *d, size_t block)
{
    const struct eu_block *b = &d->blocks[block];
    for (size_t i = 1; i < block; i++)
        if (d->blocks[i].parent == b->parent && d->blocks[i].element &&
            strcmp(d->blocks[i].element, b->element) == 0)
            return i;
    return block;
}

struct eu_column eu_column_of(const struct eu_dialect *d, struct arena *a, struct str name)
{
    struct eu_column c = {.wanted = true};
    for (size_t i = 1; i < d->block_count && c.block == 0; i++)
        if (str_starts(name, str_of(d->blocks[i].prefix)))
            c.block = i;
    struct str rest = str_from(name, strlen(d->blocks[c.block].prefix));
    c.attribute = rest.len ? attribute_name(d, a, rest) : bare_attribute(d, c.block);
    c.block = d->blocks[c.block].element ? same_element(d, c.block) : 0;
    return c;
}
