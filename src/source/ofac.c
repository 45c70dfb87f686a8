/* SPDX-License-Identifier: Apache-2.0 */
/* ofac.c - US OFAC, both lists (us-sdn, us-cons) in any of its five formats.
 *
 * Which format a file is in is told by its first bytes: the root element of an
 * XML file, the columns of a CSV row. */
#include "source/ofac.h"

#include "format/xml.h"

static const struct {
    const char *root, *format;
    enum status (*parse)(const struct input *in, struct sink *out, struct error *err);
} formats[] = {
    {"sdnList", "xml", ofac_xml_parse},
    {"sanctionsData", "enhanced", ofac_enhanced_parse},
    {"Sanctions", "advanced", ofac_advanced_parse},
};

/* An empty file is claimed by its name, so that it is parse that says what is
 * wrong with it. */
static const char *by_name(struct str name)
{
    if (str_find_nocase(name, STR(".csv")) != SIZE_MAX)
        return "csv";
    return str_find_nocase(name, STR(".xml")) != SIZE_MAX ? "xml" : NULL;
}

static const char *claims(struct str name, struct str head)
{
    if (str_trim(head).len == 0)
        return by_name(name);
    struct str root = xml_root_name(head);
    for (size_t i = 0; i < COUNT(formats); i++)
        if (str_is(root, formats[i].root))
            return formats[i].format;
    return root.len == 0 && ofac_csv_claims(name, head) ? "csv" : NULL;
}

static enum status refuse(const struct input_file *f, struct error *err)
{
    struct str name = str_span(f->name, 0, 60);
    struct str root = str_span(xml_root_name(str_span(f->bytes, 0, 4096)), 0, 60);
    if (root.len)
        return fault(err, ERR_INPUT, 0, "%.*s: <%.*s> is not a format of OFAC", STRF(name),
                     STRF(root));
    return fault(err, ERR_INPUT, 0, "%.*s: neither OFAC's CSV nor its XML", STRF(name));
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    if (in->count == 0)
        return fault(err, ERR_INPUT, 0, "no file was given");
    for (size_t i = 0; i < in->count; i++)
        if (str_trim(in->files[i].bytes).len == 0)
            return fault(err, ERR_INPUT, 0, "the file is empty: %.*s",
                         STRF(str_span(in->files[i].name, 0, 100)));
    struct str head = str_span(in->files[0].bytes, 0, 4096);
    struct str root = xml_root_name(head);
    for (size_t i = 0; i < COUNT(formats); i++) {
        if (!str_is(root, formats[i].root))
            continue;
        if (in->count > 1)
            return fault(err, ERR_INPUT, 0, "%zu files, but OFAC's XML is one", in->count);
        return formats[i].parse(in, out, err);
    }
    if (root.len || str_starts(str_trim(head), STR("<")) || str_starts(head, STR("PK")))
        return refuse(&in->files[0], err);
    return ofac_csv_parse(in, out, err);
}

const struct source source_ofac = {.name = "ofac", .claims = claims, .parse = parse};
