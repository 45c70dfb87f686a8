/* SPDX-License-Identifier: Apache-2.0 */
/* claim.c - claims from likenesses, cross references, identifiers and decisions.
 *
 * Weights are in nats (doc/design/parties.md).  What a list prints goes before
 * what we infer: a cross reference outweighs names, unless it cannot be true
 * because two entries print the same one.  A number of the same type says as
 * much as asking for it does (screen.c); of another type it only helps names. */
#include "screen/claim.h"

#include <math.h>
#include <stdlib.h>

static const double XREF = 12, XREF_CONTESTED = 4, SAME_NUMBER = 6.9, NUMBER_OF_ANOTHER_TYPE = 2,
                    DECIDED = 20, NAMES_APART = -1.5, NAMES_UNLIKE = -3;
enum {
    NUMBER_LEAST = 6, /* letters and digits of a number that says something */
    NUMBER_DIGITS_LEAST = 3,
    NUMBER_SHARED_MOST = 8, /* entries that may have it: more, and it is nobody's own */
};

struct claiming {
    const struct index *ix;
    const struct links *l;
    const struct decisions *d;
    const struct claim_options *o;
    struct arena *arena;
    claim_vec *out;
    uint32_t *present_of; /* by number of entry in the snapshot, + 1; or 0 */
};

static struct claim *add(struct claiming *c, uint32_t x, uint32_t y)
{
    struct claim *row = VEC_ADD(c->arena, c->out);
    row->a = x < y ? x : y;
    row->b = x < y ? y : x;
    return row;
}

static bool fit(const struct claiming *c, uint32_t x, uint32_t y)
{
    return kinds_fit(index_entry(c->ix, c->l->entries.at[x].entry).kind,
                     index_entry(c->ix, c->l->entries.at[y].entry).kind);
}

static bool one_list(const struct claiming *c, uint32_t x, uint32_t y)
{
    return c->l->entries.at[x].list == c->l->entries.at[y].list;
}

/* ---- Names and cross references. */

static void add_likenesses(struct claiming *c)
{
    for (size_t i = 0; i < c->l->likenesses.count; i++) {
        const struct likeness *l = &c->l->likenesses.at[i];
        add(c, l->a, l->b)->likeness = l;
    }
}

static void add_said(struct claiming *c)
{
    for (size_t i = 0; i < c->l->said.count && !c->o->no_xrefs; i++) {
        const struct said *s = &c->l->said.at[i];
        uint32_t who;
        if (!present_find(c->ix, &c->l->entries, s->list, s->ref, &who) ||
            one_list(c, s->by, who) || !fit(c, s->by, who))
            continue;
        struct claim *row = add(c, s->by, who);
        row->a_says = row->a == s->by;
        row->b_says = !row->a_says;
    }
}

/* ---- Identifiers. */

/* Numbers that many may share, or that stand for something else than the party. */
static bool is_own_number(struct str type, struct str normal)
{
    static const char *const not_own[] = {
        "phone",     "fax",   "email",    "website", "chinese-commercial-code",
        "un/locode", "micex", "programme"};
    size_t digits = 0;
    for (size_t i = 0; i < COUNT(not_own); i++)
        if (str_is(type, not_own[i]))
            return false;
    for (size_t i = 0; i < normal.len; i++)
        digits += normal.s[i] >= '0' && normal.s[i] <= '9';
    return normal.len >= NUMBER_LEAST && (digits >= NUMBER_DIGITS_LEAST || str_is(type, "swift") ||
                                          str_starts(type, STR("crypto:")));
}

/* What it says that both have the number. */
static double number_weight(const struct index_identifier *x, const struct index_identifier *y)
{
    bool countries = x->country[0] && y->country[0];
    if (countries && (x->country[0] != y->country[0] || x->country[1] != y->country[1]))
        return 0;
    return str_equal(x->type, y->type) ? SAME_NUMBER : NUMBER_OF_ANOTHER_TYPE;
}

static void add_identified(struct claiming *c, uint32_t who, uint32_t number,
                           const struct index_identifier *id)
{
    uint32_t found[4 * NUMBER_SHARED_MOST];
    size_t count = index_identified(c->ix, id->number, found, COUNT(found)), present = 0;
    if (count >= COUNT(found))
        return;
    for (size_t i = 0; i < count; i++)
        present += c->present_of[index_identifier(c->ix, found[i]).entry] != 0;
    for (size_t i = 0; i < count && present <= NUMBER_SHARED_MOST; i++) {
        struct index_identifier other = index_identifier(c->ix, found[i]);
        uint32_t them = c->present_of[other.entry];
        if (!them-- || them <= who || one_list(c, who, them) || !fit(c, who, them) ||
            !is_own_number(other.type, other.number))
            continue;
        int64_t at = moment_of(c->ix, c->l->entries.at[them].list, c->l->moment);
        double weight = number_weight(id, &other);
        if (weight <= 0 || !index_stood(c->ix, other.times, at, NULL))
            continue;
        struct claim *row = add(c, who, them);
        row->identifier = number + 1;
        row->identifier_weight = weight;
    }
}

static void add_identifiers(struct claiming *c)
{
    for (uint32_t who = 0; who < c->l->entries.count && !c->o->no_identifiers; who++) {
        const struct present *p = &c->l->entries.at[who];
        struct index_entry e = index_entry(c->ix, p->entry);
        int64_t at = moment_of(c->ix, p->list, c->l->moment);
        for (uint32_t i = e.identifiers.from; i < e.identifiers.until; i++) {
            struct index_identifier id = index_identifier(c->ix, i);
            if (is_own_number(id.type, id.number) && index_stood(c->ix, id.times, at, NULL))
                add_identified(c, who, i, &id);
        }
    }
}

/* ---- Decisions. */

static void add_decisions(struct claiming *c)
{
    int64_t at = c->l->moment.then ? c->l->moment.at : INSTANT_END;
    for (size_t i = 0; i < c->d->at.count && !c->o->no_decisions; i++) {
        const struct decision *d = &c->d->at.at[i];
        uint32_t x, y;
        if (d->split || decisions_about(c->d, d->a, d->b, at) != d ||
            !present_find(c->ix, &c->l->entries, d->a.list, d->a.ref, &x) ||
            !present_find(c->ix, &c->l->entries, d->b.list, d->b.ref, &y))
            continue;
        add(c, x, y)->joined = d;
    }
}

/* ---- Together. */

static int by_pair(const void *one, const void *other)
{
    const struct claim *x = one, *y = other;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    /* the best number first, then the first one */
    if (x->identifier_weight != y->identifier_weight)
        return x->identifier_weight > y->identifier_weight ? -1 : 1;
    return x->identifier == y->identifier ? 0 : x->identifier < y->identifier ? -1 : 1;
}

static void unite(struct claim *into, const struct claim *c)
{
    if (c->likeness)
        into->likeness = c->likeness;
    if (c->joined)
        into->joined = c->joined;
    into->a_says |= c->a_says;
    into->b_says |= c->b_says;
}

static void unite_all(claim_vec *all)
{
    size_t kept = 0;
    if (all->count)
        qsort(all->at, all->count, sizeof *all->at, by_pair);
    for (size_t i = 0; i < all->count; i++) {
        struct claim *last = kept ? &all->at[kept - 1] : NULL;
        if (last && last->a == all->at[i].a && last->b == all->at[i].b)
            unite(last, &all->at[i]);
        else
            all->at[kept++] = all->at[i];
    }
    all->count = kept;
}

/* Two groups may share one name out of many. */
static double apart(const struct likeness *l)
{
    return NAMES_APART * (1 - l->shared);
}

static double said_weight(const struct claim *c)
{
    return !c->a_says && !c->b_says ? 0 : c->contested ? XREF_CONTESTED : XREF;
}

static void weigh(struct claiming *c, struct claim *row)
{
    struct likened a, b;
    row->odds = row->likeness ? row->likeness->odds + apart(row->likeness) : NAMES_UNLIKE;
    if (!c->o->no_known) {
        likened_of(c->ix, &c->l->entries.at[row->a], c->l->moment, c->arena, &a);
        likened_of(c->ix, &c->l->entries.at[row->b], c->l->moment, c->arena, &b);
        row->known = known_between(&a, &b);
    }
    row->odds += row->known.birth + row->known.country + row->known.gender;
    row->odds += row->identifier_weight + said_weight(row);
    row->odds += row->joined ? DECIDED : 0;
}

/* ---- Rivals: at most one entry of a list can be the one, so that each of them
 * has its share of the odds. */

struct end {
    uint32_t who, claim; /* one of a claim */
};

static int by_end(const void *one, const void *other)
{
    const struct end *x = one, *y = other;
    if (x->who != y->who)
        return x->who < y->who ? -1 : 1;
    return x->claim == y->claim ? 0 : x->claim < y->claim ? -1 : 1;
}

static uint32_t other_list(const struct claiming *c, const struct end *e)
{
    const struct claim *claim = &c->out->at[e->claim];
    return c->l->entries.at[claim->a == e->who ? claim->b : claim->a].list;
}

/* Called for each two claims of an entry whose other ends are of one list. */
typedef void meet_rival(struct claim *mine, const struct claim *rival);

static void contest(struct claim *mine, const struct claim *rival)
{
    mine->contested |= rival->a_says || rival->b_says;
}

/* What a person decided is no evidence against other claims: those are refused,
 * and that is told. */
static void share(struct claim *mine, const struct claim *rival)
{
    double theirs = rival->odds - (rival->joined ? DECIDED : 0);
    if (!mine->joined)
        mine->rivals += exp(theirs - mine->odds);
}

/* `ends` has those of all claims, by entry. */
static void meet(struct claiming *c, const struct end *ends, meet_rival *rival)
{
    size_t count = 2 * c->out->count;
    for (size_t from = 0, until; from < count; from = until) {
        for (until = from; until < count && ends[until].who == ends[from].who;)
            until++;
        for (size_t i = from; i < until; i++)
            for (size_t k = from; k < until; k++)
                if (i != k && other_list(c, &ends[i]) == other_list(c, &ends[k]))
                    rival(&c->out->at[ends[i].claim], &c->out->at[ends[k].claim]);
    }
}

static void weigh_all(struct claiming *c)
{
    size_t count = c->out->count;
    struct end *ends = arena_alloc(c->arena, 2 * count + 1, sizeof *ends);
    if (!ends || !count)
        return;
    for (size_t i = 0; i < count; i++) {
        ends[2 * i] = (struct end){c->out->at[i].a, (uint32_t)i};
        ends[2 * i + 1] = (struct end){c->out->at[i].b, (uint32_t)i};
    }
    qsort(ends, 2 * count, sizeof *ends, by_end);
    meet(c, ends, contest);
    for (size_t i = 0; i < count; i++)
        weigh(c, &c->out->at[i]);
    meet(c, ends, share);
    for (size_t i = 0; i < count; i++) {
        struct claim *row = &c->out->at[i];
        row->rivals = row->rivals > 0 ? -log1p(row->rivals) : 0;
        row->odds += row->rivals;
    }
}

enum status claims_make(const struct index *ix, const struct links *l, const struct decisions *d,
                        const struct claim_options *o, struct arena *a, claim_vec *out,
                        struct error *err)
{
    struct claiming c = {.ix = ix, .l = l, .d = d, .o = o, .arena = a, .out = out};
    c.present_of = arena_alloc(a, (size_t)index_count(ix).entries + 1, sizeof *c.present_of);
    if (!c.present_of)
        return fault(err, ERR_MEMORY, 0, "no memory for the parties");
    for (uint32_t i = 0; i < l->entries.count; i++)
        c.present_of[l->entries.at[i].entry] = i + 1;
    add_likenesses(&c);
    add_said(&c);
    add_identifiers(&c);
    add_decisions(&c);
    unite_all(out);
    weigh_all(&c);
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the parties")
                     : index_sound(ix, err);
}

/* ---- In words. */

static void say(struct arena *a, reason_vec *out, const char *feature, struct str detail,
                double weight)
{
    struct reason *r = VEC_ADD(a, out);
    *r = (struct reason){.feature = str_of(feature), .detail = detail, .weight = weight};
}

static struct str day_text(struct arena *a, struct day d)
{
    return d.day     ? arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day)
           : d.month ? arena_printf(a, "%04d-%02d", d.year, d.month)
                     : arena_printf(a, "%04d", d.year);
}

static void say_known(struct arena *a, const struct known_between *k, reason_vec *out)
{
    if (k->birth != 0)
        say(a, out, "birth",
            arena_printf(a, "%s %s %s", day_text(a, k->births[0]).s, k->birth > 0 ? "=" : "/",
                         day_text(a, k->births[1]).s),
            k->birth);
    if (k->country != 0)
        say(a, out, "country", k->country > 0 ? STR("one in common") : STR("others"), k->country);
    if (k->gender != 0)
        say(a, out, "gender", k->gender > 0 ? STR("the same") : STR("another"), k->gender);
}

static void say_xref(struct arena *a, const struct index *ix, const struct links *l,
                     const struct claim *c, reason_vec *out)
{
    const struct present *by = &l->entries.at[c->a_says ? c->a : c->b];
    const struct present *of = &l->entries.at[c->a_says ? c->b : c->a];
    if (c->a_says || c->b_says)
        say(a, out, "cross reference",
            arena_printf(a, "%.*s says %.*s %.*s%s", STRF(index_list(ix, by->list).id),
                         STRF(index_list(ix, of->list).id), STRF(of->ref),
                         c->contested ? ", but not of this entry alone" : ""),
            said_weight(c));
}

void claim_reasons(struct arena *a, const struct index *ix, const struct links *l,
                   const struct claim *c, reason_vec *out)
{
    struct likened one, other;
    char at[INSTANT_TEXT];
    if (c->joined)
        say(a, out, "decision",
            arena_printf(a, "joined on %.10s%s%.*s", instant_text(c->joined->at, at),
                         c->joined->why.len ? ": " : "", STRF(c->joined->why)),
            DECIDED);
    say_xref(a, ix, l, c, out);
    if (c->identifier) {
        struct index_identifier i = index_identifier(ix, c->identifier - 1);
        say(a, out, "identifier", arena_printf(a, "%.*s %.*s", STRF(i.type), STRF(i.number)),
            c->identifier_weight);
    }
    if (c->likeness) {
        likened_of(ix, &l->entries.at[c->a], l->moment, a, &one);
        likened_of(ix, &l->entries.at[c->b], l->moment, a, &other);
        likeness_reasons(a, &one, &other, c->likeness, out);
        if (c->likeness->shared < 1)
            say(a, out, "other names",
                arena_printf(a, "%.0f %% of both sides' names are like one of the other's",
                             100 * c->likeness->shared),
                apart(c->likeness));
    } else {
        say(a, out, "names", STR("not alike"), NAMES_UNLIKE);
    }
    say_known(a, &c->known, out);
    if (c->rivals < -0.005)
        say(a, out, "rivals", STR("others of the same list could be it"), c->rivals);
}
