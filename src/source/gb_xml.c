/* SPDX-License-Identifier: Apache-2.0 */
/* gb_xml.c - the UK Sanctions List in XML: its elements are the columns of its CSV.
 *
 * Publishers move the wrappers around (Individual, Passports, Details …) and
 * repeat an element where the CSV repeats a row, so only the innermost elements
 * are known by name: those beside each other under one parent make one row, and
 * an element that comes again begins the next. */
#include "format/xml.h"
#include "record/date.h"
#include "source/gb.h"

#include <string.h>

static const struct {
    const char *name; /* in any case; an s at the end of the element's does not count */
    enum gb_column column;
} elements[] = {
    {"Name6", GB_NAME_6},
    {"Name1", GB_NAME_1},
    {"Name2", GB_NAME_2},
    {"Name3", GB_NAME_3},
    {"Name4", GB_NAME_4},
    {"Name5", GB_NAME_5},
    {"NameType", GB_NAME_TYPE},
    {"AliasStrength", GB_NAME_STRENGTH},
    {"NameNonLatinScript", GB_ORIGINAL},
    {"NonLatinScriptType", GB_ORIGINAL_SCRIPT},
    {"NonLatinScriptLanguage", GB_ORIGINAL_LANGUAGE},
    {"IndividualEntityShip", GB_KIND},
    {"Title", GB_TITLE},
    {"DOB", GB_BIRTH},
    {"TownOfBirth", GB_BIRTH_TOWN},
    {"CountryOfBirth", GB_BIRTH_COUNTRY},
    {"Nationality", GB_NATIONALITY},
    {"PassportNumber", GB_PASSPORT},
    {"PassportAdditionalInformation", GB_PASSPORT_NOTE},
    {"NationalIdentifierNumber", GB_NATIONAL_ID},
    {"NationalIdentifierAdditionalInformation", GB_NATIONAL_ID_NOTE},
    {"Position", GB_POSITION},
    {"Gender", GB_GENDER},
    {"AddressLine1", GB_ADDRESS_1},
    {"AddressLine2", GB_ADDRESS_2},
    {"AddressLine3", GB_ADDRESS_3},
    {"AddressLine4", GB_ADDRESS_4},
    {"AddressLine5", GB_ADDRESS_5},
    {"AddressLine6", GB_ADDRESS_6},
    {"AddressPostalCode", GB_POSTCODE},
    {"AddressCountry", GB_ADDRESS_COUNTRY},
    {"OtherInformation", GB_OTHER},
    {"UKStatementofReason", GB_REASONS},
    {"RegimeName", GB_REGIME},
    {"DateDesignated", GB_LISTED},
    {"LastUpdated", GB_UPDATED},
    {"SanctionsImposed", GB_SANCTIONS},
    {"DesignationSource", GB_ORIGIN},
    {"UNReferenceNumber", GB_UN_REF},
    {"UniqueID", GB_UNIQUE_ID},
    {"OFSIGroupID", GB_GROUP_ID},
    {"PhoneNumber", GB_PHONE},
    {"EmailAddress", GB_EMAIL},
    {"Website", GB_WEBSITE},
    {"TypeOfEntity", GB_ENTITY_TYPE},
    {"EntityType", GB_ENTITY_TYPE},
    {"Subsidiary", GB_SUBSIDIARY},
    {"Subsidiarie", GB_SUBSIDIARY},
    {"ParentCompany", GB_PARENT},
    {"BusinessRegistrationNumber", GB_REGISTRATION},
    {"IMONumber", GB_IMO},
    {"CurrentOwnerOperator", GB_OWNER},
    {"PreviousOwnerOperator", GB_OWNER_BEFORE},
    {"CurrentBelievedFlagOfShip", GB_FLAG},
    {"PreviousFlag", GB_FLAG_BEFORE},
    {"TypeOfShip", GB_SHIP_TYPE},
    {"TonnageOfShip", GB_TONNAGE},
    {"LengthOfShip", GB_LENGTH},
    {"YearBuilt", GB_YEAR_BUILT},
    {"HullIdentificationNumber", GB_HULL},
};

/* The first letter is looked at before the name: nearly all elements fail there. */
static enum gb_column column_of(struct str name)
{
    struct str single = name;
    single.len -= name.len && name.s[name.len - 1] == 's';
    for (size_t i = 0; i < COUNT(elements) && name.len; i++)
        if ((name.s[0] | 0x20) == (elements[i].name[0] | 0x20) &&
            (str_is_nocase(name, elements[i].name) || str_is_nocase(single, elements[i].name)))
            return elements[i].column;
    return GB_COLUMNS;
}

static const struct gb_field *field_of(enum gb_column column)
{
    size_t i = 0;
    while (i < gb_fields_count &&
           (column < gb_fields[i].first || column >= gb_fields[i].first + gb_fields[i].count))
        i++;
    return i < gb_fields_count ? &gb_fields[i] : NULL;
}

static void flush(struct gb *g, const struct gb_field *f, struct str *cell)
{
    if (gb_field_blank(f, cell))
        return;
    f->take(g, cell, f);
    memset(cell + f->first, 0, f->count * sizeof *cell);
}

static void take_children(struct gb *g, const struct node *parent)
{
    struct str cell[GB_COLUMNS] = {0};
    NODE_ALL (n, parent) {
        enum gb_column column = n->first ? GB_COLUMNS : column_of(n->name);
        const struct gb_field *f = field_of(column);
        if (f && cell[column].len)
            flush(g, f, cell);
        if (f)
            cell[column] = node_text(n);
        else if (!str_is(n->name, "SanctionsImposedIndicators"))
            take_children(g, n);
    }
    for (size_t i = 0; i < gb_fields_count; i++)
        flush(g, &gb_fields[i], cell);
}

/* "AssetFreeze" as "Asset Freeze". */
static struct str spaced(struct arena *a, struct str name)
{
    struct buf words = {0};
    for (size_t i = 0; i < name.len; i++) {
        bool capital = name.s[i] >= 'A' && name.s[i] <= 'Z';
        if (i && capital)
            buf_byte(&words, ' ');
        buf_byte(&words, name.s[i]);
    }
    struct str text = arena_copy(a, buf_str(&words));
    a->failed = a->failed || words.failed;
    buf_free(&words);
    return text;
}

/* Whether the record has a measure of that type; one of "other" may be any. */
static bool has_measure(const struct gb *g, const char *type)
{
    if (str_is(str_of(type), "other"))
        return false;
    for (size_t i = 0; i < g->r.measures.count; i++)
        if (str_is(g->r.measures.at[i].type, type))
            return true;
    return false;
}

/* The indicators repeat SanctionsImposed; one that adds to it is a measure too. */
static void take_indicators(struct gb *g, const struct node *record)
{
    NODE_ALL (n, node_child(record, "SanctionsImposedIndicators")) {
        struct str value = str_trim(n->text), words = spaced(g->a, n->name);
        bool yes = str_is_nocase(value, "true") || str_is(value, "1");
        n->used = yes || str_is_nocase(value, "false") || str_is(value, "0");
        if (yes && !has_measure(g, measure_of(words)))
            record_measure(g->a, &g->r, words);
    }
}

struct reading {
    struct sink *out;
    struct str list;
    struct arena a;
};

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    if (str_is(n->name, "DateGenerated")) {
        struct str text = node_text(n), iso = date_iso(&r->a, text, DATE_DMY);
        if (iso.len == 0)
            sink_unread(r->out, "DateGenerated", text);
        sink_list_date(r->out, iso);
        sink_generated(r->out, iso);
    } else if (str_is(n->name, "Designation")) {
        struct gb g = {.a = &r->a, .out = r->out, .r = {.list = r->list}};
        arena_reset(&r->a);
        take_children(&g, n);
        take_indicators(&g, n);
        sink_leftovers(r->out, n);
        return gb_finish(&g, err);
    }
    sink_leftovers(r->out, n);
    return OK;
}

enum status gb_read_xml(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"Designation", NULL};
    struct reading r = {.out = out, .list = in->list};
    if (!str_is(xml_root_name(str_span(in->files[0].bytes, 0, 4096)), "Designations"))
        return fault(err, ERR_INPUT, 0, "the root element is not Designations");
    sink_format(out, "xml");
    enum status rc = xml_read(in->files[0].bytes, records, take, &r, err);
    arena_free(&r.a);
    return rc;
}
