/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_facts.c - what is said under each kind of label, put where it belongs in the record. */
#include "source/ofac_labels.h"

#include "record/date.h"
#include "text/clean.h"

/* Small letters and no figure: not a number, which may be capitals alone (SWIFT). */
static bool is_words(struct str s)
{
    bool small = false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return false;
        small |= s.s[i] >= 'a' && s.s[i] <= 'z';
    }
    return small;
}

/* ---- Facts. */

struct str ofac_text(struct ofac *o, struct str s)
{
    return text_clean(o->a, s);
}

struct str ofac_join(struct ofac *o, struct str a, struct str b)
{
    if (a.len && b.len)
        return arena_printf(o->a, "%.*s; %.*s", STRF(a), STRF(b));
    return a.len ? a : b;
}

static struct dating read_date(struct ofac *o, const struct ofac_fact *f, const char *what)
{
    if (f->when)
        return *f->when;
    struct dating d = date_read(o->a, ofac_text(o, f->value), DATE_MDY);
    if (!day_known(d.from))
        sink_unread(o->out, what, f->value);
    return d;
}

static void add_birth(struct ofac *o, const struct ofac_fact *f)
{
    struct dating d = read_date(o, f, "date of birth");
    d.note = f->note;
    *(struct dating *)VEC_ADD(o->a, &o->r->births) = d;
}

static void add_date(struct ofac *o, const struct ofac_fact *f, struct str type)
{
    struct dating d = read_date(o, f, "date");
    d.type = type;
    d.note = f->note;
    *(struct dating *)VEC_ADD(o->a, &o->r->dates) = d;
}

static void add_place(struct ofac *o, const struct ofac_fact *f, const char *type)
{
    struct str text = ofac_text(o, f->value);
    if (text.len == 0)
        return;
    struct place *p = VEC_ADD(o->a, &o->r->places);
    p->type = str_of(type);
    p->text = text;
    p->note = f->note;
}

static void add_gender(struct ofac *o, const struct ofac_fact *f)
{
    static const char *const words[] = {"male", "female"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is_nocase(str_trim(f->value), words[i])) {
            o->r->gender = str_of(words[i]);
            return;
        }
    }
    sink_unread(o->out, "gender", f->value);
    record_detail(o->a, o->r, "gender", f->value);
}

static void add_id(struct ofac *o, const struct ofac_fact *f, struct str type, struct str note)
{
    struct identifier *id = record_identifier(o->a, o->r, type, ofac_text(o, f->value));
    id->country = ofac_text(o, f->country);
    id->issuer = ofac_text(o, f->issuer);
    id->note = ofac_join(o, note, f->note);
    struct {
        struct str text, *to;
    } dates[] = {{f->issued, &id->issued}, {f->expires, &id->expires}};
    for (size_t i = 0; i < COUNT(dates); i++) {
        if (str_trim(dates[i].text).len == 0)
            continue;
        *dates[i].to = date_iso(o->a, dates[i].text, DATE_MDY);
        if (dates[i].to->len == 0) {
            sink_unread(o->out, "date of a document", dates[i].text);
            *dates[i].to = ofac_text(o, dates[i].text);
        }
    }
}

/* "IMO 9187629" is the ship's number, or that of the company that runs it. */
static bool imo_number(struct str value, struct str *number)
{
    value = str_trim(value);
    if (str_find_nocase(value, STR("IMO")) != 0)
        return false;
    *number = text_strip(str_from(value, 3), ":");
    return number->len && number->s[0] >= '0' && number->s[0] <= '9';
}

static void add_number(struct ofac *o, struct ofac_fact f, const struct ofac_label *l,
                       struct str label)
{
    struct str number;
    bool packed = f.packed;
    if (packed)
        ofac_unpack(&f);
    if (packed && is_words(f.value)) { /* "Passport issued in Testville" */
        ofac_detail(o, label, f.value);
        return;
    }
    if (imo_number(f.value, &number)) {
        bool company = o->r->kind == KIND_ORGANISATION || o->r->kind == KIND_PERSON;
        f.value = number;
        add_id(o, &f, company ? STR("imo-company") : STR("imo"),
               l->role == ROLE_IMO ? STR("") : label);
    } else if (l->role == ROLE_IMO) {
        add_id(o, &f, STR("vessel-registration"), STR(""));
    } else {
        add_id(o, &f, str_of(l->type), l->exact ? STR("") : label);
    }
}

bool ofac_no_country(struct str text)
{
    static const char *const none[] = {"None Identified", "Unknown", "Undetermined", "None"};
    for (size_t i = 0; i < COUNT(none); i++)
        if (str_is_nocase(text, none[i]))
            return true;
    return false;
}

static void add_country(struct ofac *o, const struct ofac_fact *f, const char *type,
                        struct str label)
{
    if (ofac_no_country(str_trim(f->value))) {
        ofac_detail(o, label, f->value);
        return;
    }
    record_country(o->a, o->r, type, f->value, (struct str){0});
    if (f->note.len && o->r->countries.count)
        o->r->countries.at[o->r->countries.count - 1].note = f->note;
}

void ofac_detail(struct ofac *o, struct str label, struct str text)
{
    text = ofac_text(o, text);
    if (text.len == 0)
        return;
    struct detail *d = VEC_ADD(o->a, &o->r->details);
    d->type = label;
    d->text = text;
}

void ofac_other_id(struct ofac *o, const struct ofac_fact *f)
{
    struct ofac_fact own = *f;
    if (own.packed)
        ofac_unpack(&own);
    add_id(o, &own, STR("other"), ofac_text(o, f->label));
}

static void add_fact(struct ofac *o, const struct ofac_fact *f, const struct ofac_label *l,
                     struct str label)
{
    struct str type = l->type ? str_of(l->type) : label;
    switch (l->role) {
    case ROLE_BIRTH:
        add_birth(o, f);
        break;
    case ROLE_PLACE:
        add_place(o, f, l->type);
        break;
    case ROLE_COUNTRY:
        add_country(o, f, l->type, label);
        break;
    case ROLE_GENDER:
        add_gender(o, f);
        break;
    case ROLE_POSITION:
        record_text(o->a, &o->r->positions, f->value);
        break;
    case ROLE_LINK:
        ofac_link(o, label, (struct str){0}, f->value, f->note);
        break;
    case ROLE_ID:
    case ROLE_IMO:
        add_number(o, *f, l, label);
        break;
    case ROLE_CRYPTO:
        label = str_from(label, sizeof "Digital Currency Address -");
        add_id(o, f, arena_printf(o->a, "crypto:%.*s", STRF(label)), STR(""));
        break;
    case ROLE_DATE:
        add_date(o, f, type);
        break;
    case ROLE_DETAIL:
    case ROLE_ORDER:
        ofac_detail(o, type, f->value);
        break;
    }
}

bool ofac_fact(struct ofac *o, const struct ofac_fact *f)
{
    size_t own, len;
    struct str whole = ofac_text(o, f->label);
    const struct ofac_label *l = ofac_label_find(whole, &own, &len);
    if (!l || len < whole.len)
        return false;
    add_fact(o, f, l, str_span(whole, 0, own));
    return true;
}

bool ofac_clause(struct ofac *o, struct str clause)
{
    size_t own, len;
    const struct ofac_label *l = ofac_label_find(clause, &own, &len);
    if (!l || len == clause.len)
        return false;
    struct ofac_fact f = {.value = str_from(clause, len), .packed = true};
    add_fact(o, &f, l, str_span(clause, 0, own));
    return true;
}

void ofac_bag(struct ofac *o, const struct ofac_fact *f)
{
    struct str label = str_trim(f->label);
    if (str_trim(f->value).len == 0 || ofac_fact(o, f))
        return;
    bool says = label.len && (label.s[label.len - 1] == ':' || label.s[label.len - 1] == '-');
    if (says)
        ofac_detail(o, text_strip(ofac_text(o, label), ":-"), f->value);
    else
        ofac_other_id(o, f);
}

void ofac_link(struct ofac *o, struct str type, struct str ref, struct str name, struct str note)
{
    name = ofac_text(o, name);
    if (name.len == 0 && ref.len == 0)
        return;
    struct link *l = VEC_ADD(o->a, &o->r->links);
    l->type = type;
    l->ref = ref;
    l->name = name;
    l->note = note;
}
