/* SPDX-License-Identifier: Apache-2.0 */
/* gb.c - the UK Sanctions List and the OFSI consolidated list that it replaced.
 *
 * Three files of tables and one of XML: the UK Sanctions List (CSV of 58
 * columns, XML), and the OFSI list in its layouts of 29 and of 36 columns,
 * which was frozen on 2026-01-28.  An entry is known by its Unique ID, or on
 * the OFSI list by its Group ID, which the newer list keeps as a second key. */
#include "source/gb.h"

#include "format/csv.h"
#include "format/xml.h"

static const char *claims(struct str name, struct str head)
{
    (void)name;
    if (str_is(xml_root_name(head), "Designations"))
        return "xml";
    bool table = str_find_nocase(head, STR("Name 6")) != SIZE_MAX;
    if (table && str_find_nocase(head, STR("Unique ID")) != SIZE_MAX)
        return "csv";
    if (table && str_find_nocase(head, STR("Group ID")) != SIZE_MAX)
        return "conlist";
    return NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    if (in->count != 1)
        return fault(err, ERR_INPUT, 0, "one file expected, not %zu", in->count);
    if (xml_root_name(str_span(in->files[0].bytes, 0, 4096)).len)
        return gb_read_xml(in, out, err);
    return gb_read_csv(in, out, err);
}

const struct source source_gb = {.name = "gb", .claims = claims, .parse = parse};
