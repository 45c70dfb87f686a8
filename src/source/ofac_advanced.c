/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_advanced.c - SDN_ADVANCED.XML and CONS_ADVANCED.XML: Sanctions/DistinctParties.
 *
 * The model of UN's Advanced Sanctions Data: everything is an identifier of
 * something else.  No identifier is known to this file; what a reference means
 * is told by the text that the file itself gives for it. */
#include "source/ofac_advanced.h"

#include "format/xml.h"
#include "record/date.h"

/* ---- Names: the role of a part is told by its group, which follows the aliases. */

enum { PARTS_MAX = 24 };

static struct str part_role(struct advanced *x, const struct node *identity, struct str group)
{
    struct node *groups = node_child(identity, "NamePartGroups");
    NODE_EACH (master, groups, "MasterNamePartGroup")
        NODE_EACH (g, master, "NamePartGroup")
            if (str_equal(node_get(g, "ID"), group))
                return advanced_text(x, "NamePartType", node_get(g, "NamePartTypeID"));
    sink_unread(x->out, "no group of name parts", group);
    return (struct str){0};
}

struct piece {
    struct str role, text;
};

/* Given names first and family names last, whatever order the file has. */
static struct str whole_name(struct ofac *o, const struct piece *pieces, size_t count)
{
    static const char *const order[] = {"First Name", "Middle Name", "Patronymic",
                                        "Last Name",  "Matronymic",  "Maiden Name"};
    struct str text[PARTS_MAX];
    size_t taken = 0;
    for (size_t k = 0; k <= COUNT(order); k++) {
        for (size_t i = 0; i < count; i++) {
            size_t rank = 0;
            while (rank < COUNT(order) && !str_is_nocase(pieces[i].role, order[rank]))
                rank++;
            if (rank == k)
                text[taken++] = pieces[i].text;
        }
    }
    return name_join(o->a, text, taken);
}

static void documented_name(struct advanced *x, struct ofac *o, const struct node *identity,
                            const struct node *d, enum quality quality, struct str note)
{
    struct piece pieces[PARTS_MAX];
    size_t count = 0;
    bool latin = true;
    NODE_EACH (part, d, "DocumentedNamePart")
        NODE_EACH (value, part, "NamePartValue") {
            struct str script = advanced_text(x, "Script", node_get(value, "ScriptID"));
            struct str role = part_role(x, identity, node_get(value, "NamePartGroupID"));
            latin &= script.len == 0 || str_is_nocase(script, "latin");
            node_ignore(value, "ScriptStatusID");
            node_ignore(value, "Acronym");
            if (count < PARTS_MAX)
                pieces[count++] = (struct piece){role, node_text(value)};
            else
                sink_unread(x->out, "name of too many parts", node_text(value));
        }
    if (!latin && quality != QUALITY_WEAK)
        quality = QUALITY_ORIGINAL;
    struct name *n = record_name(o->a, o->r, quality, whole_name(o, pieces, count));
    n->verbatim = (struct str){0};
    n->note = note;
    for (size_t i = 0; i < count; i++)
        ofac_part(o, n, pieces[i].role, pieces[i].text);
    node_ignore(d, "ID");
    node_ignore(d, "FixedRef");
    node_ignore(d, "DocNameStatusID");
}

static void alias(struct advanced *x, struct ofac *o, const struct node *identity,
                  const struct node *a)
{
    struct str note = {0}, type = advanced_text(x, "AliasType", node_get(a, "AliasTypeID"));
    enum quality quality = ofac_alias(o, type, &note);
    if (node_is_true(a, "LowQuality"))
        quality = ofac_weaken(quality, &note);
    if (node_is_true(a, "Primary"))
        quality = QUALITY_PRIMARY;
    if (node_is_true(identity, "False"))
        note = ofac_join(o, note, STR("false identity"));
    note = ofac_join(o, note, node_get(a, "Comment"));
    NODE_EACH (d, a, "DocumentedName")
        documented_name(x, o, identity, d, quality, note);
    node_ignore(a, "FixedRef");
    node_ignore(a, "ID");
}

static void papers(struct advanced *x, struct ofac *o, struct str identity)
{
    size_t count;
    const struct ofac_said *said = advanced_said(x, 'i', identity, &count);
    for (size_t i = 0; i < count; i++) {
        struct ofac_fact f = *said[i].fact;
        const struct ofac_location *at =
            said[i].more.len ? advanced_location(x, said[i].more) : NULL;
        if (at && f.issuer.len == 0 && !str_equal(at->country, f.country))
            f.issuer = at->country;
        ofac_bag(o, &f);
    }
}

static void identity(struct advanced *x, struct ofac *o, const struct node *n)
{
    struct node *groups = node_child(n, "NamePartGroups");
    NODE_EACH (a, n, "Alias")
        alias(x, o, n, a);
    node_ignore_all(groups);
    node_ignore(n, "FixedRef");
    node_ignore(n, "Primary");
    node_ignore(n, "False");
    papers(x, o, node_get(n, "ID"));
}

/* ---- Features. */

static struct str place_text(struct ofac *o, const struct place *p)
{
    struct str text = p->text;
    const struct str rest[] = {p->street, p->city, p->region, p->postcode, p->country};
    for (size_t i = 0; i < COUNT(rest); i++) {
        if (text.len && rest[i].len)
            text = arena_printf(o->a, "%.*s, %.*s", STRF(text), STRF(rest[i]));
        else if (rest[i].len)
            text = rest[i];
    }
    return text;
}

/* A place of birth is its text, a nationality its country, anything else an
 * address. */
static void at_location(struct advanced *x, struct ofac *o, struct ofac_fact f, struct str id)
{
    const struct ofac_location *at = advanced_location(x, id);
    if (!at)
        return;
    bool country = str_find_nocase(f.label, STR("country")) != SIZE_MAX ||
                   str_find_nocase(f.label, STR("flag")) != SIZE_MAX ||
                   str_find_nocase(f.label, STR("nationality")) != SIZE_MAX;
    if (str_is_nocase(f.label, "Location")) {
        struct place *p = VEC_ADD(o->a, &o->r->addresses);
        *p = at->place;
        p->note = ofac_join(o, p->note, f.note);
        return;
    }
    f.value = country && at->country.len ? at->country : place_text(o, &at->place);
    ofac_bag(o, &f);
}

static void version(struct advanced *x, struct ofac *o, const struct node *n, struct str label)
{
    struct str reliability = node_get(n, "ReliabilityID");
    struct ofac_fact f = {.label = label, .note = node_get(n, "Comment")};
    if (reliability.len)
        reliability = advanced_text(x, "Reliability", reliability);
    if (reliability.len && !str_is_nocase(reliability, "confirmed") &&
        !str_is_nocase(reliability, "unknown"))
        f.note = ofac_join(o, reliability, f.note);
    NODE_EACH (period, n, "DatePeriod") {
        struct dating when = advanced_period(period);
        struct ofac_fact dated = f;
        dated.value = date_text(o->a, when.from);
        dated.when = &when;
        ofac_bag(o, &dated);
    }
    NODE_EACH (detail, n, "VersionDetail") {
        struct str reference = node_get(detail, "DetailReferenceID");
        f.value = node_text(detail);
        if (reference.len)
            f.value = advanced_text(x, "DetailReference", reference);
        ofac_bag(o, &f);
        node_ignore(detail, "DetailTypeID");
    }
    NODE_EACH (location, n, "VersionLocation")
        at_location(x, o, f, node_get(location, "LocationID"));
    node_ignore(n, "ID");
}

static void feature(struct advanced *x, struct ofac *o, const struct node *n)
{
    struct str label = advanced_text(x, "FeatureType", node_get(n, "FeatureTypeID"));
    NODE_EACH (v, n, "FeatureVersion")
        version(x, o, v, label);
    node_ignore(n, "IdentityReference");
    node_ignore(n, "ID");
}

/* ---- Parties. */

/* What is said of the profile elsewhere; true when it is on the SDN list.  The
 * list named "Consolidated List" is a list of lists. */
static bool said(struct advanced *x, struct ofac *o, struct str profile)
{
    size_t count;
    const struct ofac_said *s = advanced_said(x, 'p', profile, &count);
    bool sdn = false;
    for (const struct ofac_said *end = s + count; s < end; s++) {
        switch (s->what) {
        case SAID_LIST:
            sdn |= str_is(s->text, "SDN List");
            if (!str_is(s->text, "Consolidated List"))
                ofac_listed(o, s->text, s->more);
            break;
        case SAID_PROGRAMME:
            record_text(o->a, &o->r->programmes, s->text);
            break;
        case SAID_MEASURE:
            ofac_measure(o, s->text);
            break;
        case SAID_BASIS:
            record_text(o->a, &o->r->basis, s->text);
            break;
        case SAID_NOTE:
            ofac_detail(o, s->more, s->text);
            break;
        case SAID_LINK:
            ofac_link(o, s->text, s->more, (struct str){0}, s->note);
            break;
        case SAID_PAPER:
            break;
        }
    }
    return sdn;
}

/* "Unknown" of a subtype means that the type itself says all. */
static enum kind party_kind(struct advanced *x, struct ofac *o, struct str subtype)
{
    const struct ofac_value *v = advanced_value(x, "PartySubType", subtype);
    if (!v || str_is_nocase(v->text, "unknown"))
        return ofac_kind(o, v ? advanced_text(x, "PartyType", v->extra) : STR("unknown"));
    return ofac_kind(o, v->text);
}

static bool profile(struct advanced *x, struct ofac *o, const struct node *n)
{
    struct str id = node_get(n, "ID");
    o->r->kind = party_kind(x, o, node_get(n, "PartySubTypeID"));
    NODE_EACH (i, n, "Identity")
        identity(x, o, i);
    NODE_EACH (f, n, "Feature")
        feature(x, o, f);
    NODE_EACH (reference, n, "ExternalReference")
        ofac_detail(o, STR("external reference"), node_text(reference));
    node_ignore(n, "SanctionsEntryReference");
    return said(x, o, id);
}

static enum status party(void *ctx, struct node *n, struct error *err)
{
    struct advanced *x = ctx;
    if (!str_is(n->name, "DistinctParty"))
        return OK;
    struct record r = {.list = x->in->list, .ref = node_get(n, "FixedRef")};
    struct ofac o = {&x->a, &r, x->out, &x->memory};
    bool sdn = false;
    NODE_EACH (p, n, "Profile")
        sdn |= profile(x, &o, p);
    struct str comment = node_get(n, "Comment");
    record_text(o.a, &r.remarks, comment);
    ofac_remarks(&o, comment, false);
    ofac_measures(&o, sdn);
    sink_leftovers(x->out, n);
    enum status rc = sink_record(x->out, o.a, &r, err);
    arena_reset(&x->a);
    return rc;
}

enum status ofac_advanced_parse(const struct input *in, struct sink *out, struct error *err)
{
    struct advanced x = {.in = in,
                         .out = out,
                         .kept = {.limit = (size_t)512 << 20},
                         .a = {.limit = (size_t)64 << 20}};
    sink_format(out, "advanced");
    enum status rc = advanced_collect(&x, err);
    if (!rc)
        rc = xml_read(in->files[0].bytes, advanced_records, party, &x, err);
    arena_free(&x.memory.arena);
    arena_free(&x.a);
    arena_free(&x.kept);
    return rc;
}
