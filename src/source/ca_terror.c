/* SPDX-License-Identifier: Apache-2.0 */
/* ca_terror.c - Canada's listed terrorist entities (Criminal Code, s.83.05), an
 * Atom feed (RFC 4287).
 *
 * An "entity" is a person, group, trust, partnership or fund (s.83.01): the feed
 * does not say which, and nor does the record.  The summary holds the aliases,
 * the content a description in HTML. */
#include "source/ca.h"

#include "format/xml.h"
#include "record/date.h"
#include "text/clean.h"

struct reading {
    struct sink *out;
    struct str list;
    struct arena a;
};

static bool is_acronym(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] < 'A' || s.s[i] > 'Z')
            return false;
    return s.len >= 2;
}

/* "Group X (Name One, Name Two)": what stands in brackets is names when it is
 * a list or an acronym, else a remark on the name. */
static void add_alias(struct reading *r, struct record *out, struct str piece)
{
    size_t open = str_find(piece, STR("("));
    struct str inside = {0}, text = piece;
    if (open != SIZE_MAX && open > 0 && str_ends(piece, STR(")"))) {
        inside = str_trim(str_span(piece, open + 1, piece.len - open - 2));
        text = str_trim(str_span(piece, 0, open));
    }
    struct name *n = record_name(&r->a, out, QUALITY_STRONG, text);
    str_vec names = {0};
    ca_split(&r->a, inside, &names);
    if (inside.len && names.count < 2 && !is_acronym(inside)) {
        n->note = inside;
        return;
    }
    if (inside.len)
        n->verbatim = piece;
    for (size_t i = 0; i < names.count; i++)
        record_name(&r->a, out, QUALITY_WEAK, names.at[i])->note = STR("in brackets");
}

static void add_aliases(struct reading *r, struct record *out, struct str summary)
{
    str_vec pieces = {0};
    if (str_is_nocase(summary, "N/A"))
        return;
    ca_split(&r->a, summary, &pieces);
    for (size_t i = 0; i < pieces.count; i++)
        add_alias(r, out, pieces.at[i]);
}

/* The text of escaped HTML, or of plain text; XHTML inside the element itself. */
static enum status add_content(struct reading *r, struct record *out, struct node *content,
                               struct error *err)
{
    struct str html = node_text(content), type = node_get(content, "type");
    struct node *top = NULL;
    if (!content)
        return OK;
    if (str_is(type, "xhtml")) {
        record_text(&r->a, &out->reasons, html_text(&r->a, content));
        return OK;
    }
    if (html.len && !str_is(type, "text")) {
        enum status rc = html_read(&r->a, html, &top, err);
        if (rc)
            return rc;
        html = html_text(&r->a, top);
    }
    record_text(&r->a, &out->reasons, html);
    return OK;
}

static void add_dates(struct reading *r, struct record *out, const struct node *n)
{
    struct str published = node_get(n, "published"), updated = node_get(n, "updated");
    struct str reviewed = date_iso(&r->a, updated, DATE_YMD);
    out->listed = date_iso(&r->a, published, DATE_YMD);
    if (published.len && !out->listed.len)
        sink_unread(r->out, "published", published);
    record_detail(&r->a, out, "reviewed", reviewed.len ? reviewed : updated);
}

static enum status take_entry(struct reading *r, struct node *n, struct error *err)
{
    struct record out = {.list = r->list, .ref = node_get(n, "id")};
    arena_reset(&r->a);
    record_name(&r->a, &out, QUALITY_PRIMARY, node_get(n, "title"));
    add_aliases(r, &out, node_get(n, "summary"));
    add_dates(r, &out, n);
    NODE_EACH (link, n, "link") {
        record_text(&r->a, &out.sources, node_get(link, "href"));
        node_ignore_all(link);
    }
    node_ignore(node_child(n, "title"), "type");
    node_ignore(node_child(n, "summary"), "type");
    enum status rc = add_content(r, &out, node_child(n, "content"), err);
    if (rc)
        return rc;
    record_text(&r->a, &out.programmes, STR("Criminal Code, section 83.05"));
    if (!record_regime(&r->a, &out, "ca:CC83"))
        sink_unread(r->out, "regime", STR("ca:CC83"));
    sink_leftovers(r->out, n);
    return sink_record(r->out, &r->a, &out, err);
}

/* What Atom says of the feed as a whole and is not part of the list. */
static bool is_of_feed(struct str name)
{
    static const char *const known[] = {"feed", "title", "subtitle", "id",      "link",
                                        "name", "uri",   "email",    "rights",  "generator",
                                        "logo", "icon",  "author",   "category"};
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_is(name, known[i]))
            return true;
    return false;
}

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    if (str_is(n->name, "entry"))
        return take_entry(r, n, err);
    if (str_is(n->name, "updated")) {
        struct str text = node_text(n), day = date_iso(&r->a, text, DATE_YMD);
        sink_list_date(r->out, day);
        sink_generated(r->out, text);
    } else if (!is_of_feed(n->name)) {
        sink_leftovers(r->out, n);
    }
    return OK;
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    return str_is(xml_root_name(head), "feed") ? "atom" : NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"entry", NULL};
    struct reading r = {.out = out, .list = in->list};
    if (in->count != 1)
        return fault(err, ERR_INPUT, 0, "one file expected, not %zu", in->count);
    if (!claims(in->files[0].name, str_span(in->files[0].bytes, 0, 4096)))
        return fault(err, ERR_INPUT, 0, "the root element is not feed");
    sink_format(out, "atom");
    enum status rc = xml_read(in->files[0].bytes, records, take, &r, err);
    arena_free(&r.a);
    return rc;
}

const struct source source_ca_terror = {.name = "ca-terror", .claims = claims, .parse = parse};
