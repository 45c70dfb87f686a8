/* SPDX-License-Identifier: Apache-2.0 */
/* eu.c - the EU's consolidated list of financial sanctions: which of its four
 * formats a file is. */
#include "source/eu.h"

#include "format/xml.h"

enum { RECORD_BYTES_MAX = 64 << 20, HEAD = 4096 };

static const char fsf_xml[] = "fsf-xml-1.1", fsf_csv[] = "fsf-csv-1.1";
static const char fsd_xml[] = "fsd-xml", old_csv[] = "fsf-csv-1.0";

static const char *claims(struct str name, struct str head)
{
    (void)name;
    struct str root = xml_root_name(head);
    if (str_is(root, "export") && str_find(head, STR("/fsd/export")) != SIZE_MAX)
        return fsf_xml;
    if (str_is(root, "WHOLE") && str_find(head, STR("<ENTITY")) != SIZE_MAX)
        return fsd_xml;
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_from(head, 3);
    if (str_starts(head, STR("\"")))
        head = str_from(head, 1);
    if (str_find_nocase(head, STR("fileGenerationDate")) == 0)
        return fsf_csv;
    return str_find_nocase(head, STR("Date_file")) == 0 ? old_csv : NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct eu e = {.list = in->list, .out = out, .a = {.limit = RECORD_BYTES_MAX}};
    struct str bytes = in->count == 1 ? in->files[0].bytes : (struct str){0};
    const char *format = claims((struct str){0}, str_span(bytes, 0, HEAD));
    if (!format)
        return fault(err, ERR_INPUT, 0, "this is not the EU's list of financial sanctions");
    sink_format(out, format);
    enum status rc = format == fsf_xml || format == fsd_xml
                         ? eu_xml(&e, bytes, err)
                         : eu_csv(&e, bytes, format == old_csv, err);
    arena_free(&e.a);
    return rc;
}

const struct source source_eu = {.name = "eu", .claims = claims, .parse = parse};
