/* SPDX-License-Identifier: Apache-2.0 */
/* party_answer.c - parties as JSON. */
#include "screen/party_answer.h"

#include "format/json.h"

static const struct present *entry_of(const struct parties *p, uint32_t who)
{
    return &p->links->entries.at[who];
}

static struct str list_of(const struct parties *p, uint32_t who)
{
    return index_list(p->ix, entry_of(p, who)->list).id;
}

struct str party_id(struct arena *a, const struct parties *p, uint32_t who)
{
    uint32_t first = p->party[who];
    return arena_printf(a, "%.*s:%.*s", STRF(list_of(p, first)), STRF(entry_of(p, first)->ref));
}

/* ---- Why, and why not. */

void tie_reasons(struct arena *a, const struct parties *p, uint32_t who, const struct tie *t,
                 reason_vec *out)
{
    if (!t->by)
        return;
    uint32_t through = t->by->a == t->who ? t->by->b : t->by->a;
    if (through != who) {
        struct reason *r = VEC_ADD(a, out);
        *r = (struct reason){.feature = STR("through"),
                             .detail = arena_printf(a, "%.*s %.*s", STRF(list_of(p, through)),
                                                    STRF(entry_of(p, through)->ref))};
    }
    claim_reasons(a, p->ix, p->links, t->by, out);
}

struct str refusal_text(struct arena *a, const struct parties *p, const struct refused *r)
{
    struct str x = entry_of(p, r->x)->ref, y = entry_of(p, r->y)->ref;
    char at[INSTANT_TEXT];
    if (r->why == REFUSED_SPLIT)
        return arena_printf(a, "%.*s %.*s and %.*s %.*s were split on %.10s%s%.*s",
                            STRF(list_of(p, r->x)), STRF(x), STRF(list_of(p, r->y)), STRF(y),
                            instant_text(r->split->at, at), r->split->why.len ? ": " : "",
                            STRF(r->split->why));
    return arena_printf(a, "%.*s and %.*s both stand on %.*s", STRF(x), STRF(y),
                        STRF(list_of(p, r->x)));
}

bool party_refused(const struct parties *p, uint32_t who, const struct refused *r)
{
    return p->party[r->claim->a] == p->party[who] || p->party[r->claim->b] == p->party[who];
}

static bool in_party(const struct parties *p, uint32_t who, struct entry_id e)
{
    uint32_t at;
    return present_find(p->ix, &p->links->entries, e.list, e.ref, &at) &&
           p->party[at] == p->party[who];
}

bool party_decided(const struct parties *p, uint32_t who, const struct decision *d)
{
    const struct moment *m = &p->links->moment;
    return (!m->then || d->at <= m->at) && (in_party(p, who, d->a) || in_party(p, who, d->b));
}

/* ---- Pieces. */

static void put_instant(struct buf *b, const char *key, bool there, int64_t at)
{
    char text[INSTANT_TEXT];
    json_member_or_null(b, key, there ? str_of(instant_text(at, text)) : STR(""));
}

static void put_id(struct buf *b, const char *key, const struct parties *p, uint32_t who)
{
    json_key(b, key);
    buf_byte(b, '{');
    json_member(b, "list", list_of(p, who));
    json_member(b, "ref", entry_of(p, who)->ref);
    buf_byte(b, '}');
}

static void put_head(struct buf *b, const struct parties *p, uint32_t who)
{
    struct index_entry e = index_entry(p->ix, entry_of(p, who)->entry);
    json_member(b, "list", list_of(p, who));
    json_member(b, "ref", e.ref);
    json_member(b, "name", e.name);
    json_member(b, "kind", str_of(kind_text(e.kind)));
}

static void put_score(struct buf *b, double odds)
{
    json_key(b, "score");
    buf_printf(b, "%.4f", score_of_odds(odds));
}

static void put_entry(struct buf *b, const struct parties *p, uint32_t who, double odds)
{
    const struct present *e = entry_of(p, who);
    const struct index_time *t = &e->stood;
    put_head(b, p, who);
    put_instant(b, "since", !e->reconstructed, t->from);
    put_instant(b, "until", !e->reconstructed && t->until < INSTANT_END, t->until);
    if (t->standing == STANDING_SUSPENDED)
        json_member(b, "status", str_of(standing_text(t->standing)));
    if (e->reconstructed) {
        json_key(b, "reconstructed");
        buf_puts(b, "true");
    }
    put_score(b, odds);
}

static void put_why(struct buf *b, const reason_vec *reasons)
{
    json_key(b, "why");
    reasons_json(b, reasons);
}

static void put_claim(struct buf *b, struct arena *a, const struct parties *p,
                      const struct claim *c, const struct refused *refused)
{
    reason_vec why = {0};
    buf_byte(b, '{');
    put_id(b, "a", p, c->a);
    put_id(b, "b", p, c->b);
    put_score(b, c->odds);
    if (refused)
        json_member(b, "refused", refusal_text(a, p, refused));
    claim_reasons(a, p->ix, p->links, c, &why);
    put_why(b, &why);
    buf_byte(b, '}');
}

static void put_refused(struct buf *b, struct arena *a, const struct parties *p, uint32_t who)
{
    size_t many = 0;
    json_key(b, "refused");
    buf_byte(b, '[');
    for (size_t i = 0; i < p->refused.count; i++) {
        const struct refused *r = &p->refused.at[i];
        if (!party_refused(p, who, r))
            continue;
        buf_puts(b, many++ ? "," : "");
        put_claim(b, a, p, r->claim, r);
    }
    buf_byte(b, ']');
}

static void put_decisions(struct buf *b, const struct parties *p, const struct decisions *d,
                          uint32_t who)
{
    size_t many = 0;
    json_key(b, "decisions");
    buf_byte(b, '[');
    for (size_t i = 0; i < d->at.count; i++) {
        if (!party_decided(p, who, &d->at.at[i]))
            continue;
        buf_puts(b, many++ ? "," : "");
        decision_json(b, &d->at.at[i]);
    }
    buf_byte(b, ']');
}

static void put_end(struct buf *b, const struct parties *p)
{
    char hex[SHA256_HEX];
    sha256_hex(index_id(p->ix), hex);
    json_member(b, "snapshot", (struct str){hex, 32});
    put_instant(b, "as_of", p->links->moment.then, p->links->moment.at);
    buf_puts(b, "}\n");
}

/* ---- The two answers. */

void party_json(struct buf *b, struct arena *a, const struct parties *p, const struct decisions *d,
                uint32_t who)
{
    tie_vec ties = {0};
    party_ties(p, who, a, &ties);
    buf_byte(b, '{');
    json_member(b, "party", party_id(a, p, who));
    put_head(b, p, who);
    json_key(b, "entries");
    buf_byte(b, '[');
    for (size_t i = 1; i < ties.count; i++) {
        reason_vec why = {0};
        buf_puts(b, i > 1 ? ",{" : "{");
        put_entry(b, p, ties.at[i].who, ties.at[i].odds);
        tie_reasons(a, p, who, &ties.at[i], &why);
        put_why(b, &why);
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
    put_refused(b, a, p, who);
    put_decisions(b, p, d, who);
    put_end(b, p);
}

/* Odds of the strongest claim that ties it to the others. */
static double strongest(const struct party_claims *claims, uint32_t who)
{
    for (size_t i = 0; i < claims->count; i++)
        if (claims->at[i]->a == who || claims->at[i]->b == who)
            return claims->at[i]->odds;
    return 0;
}

void parties_json(struct buf *b, struct arena *a, const struct parties *p, uint32_t who)
{
    struct party_entries entries = party_of(p, who);
    struct party_claims claims = party_claims(p, who);
    struct index_entry first = index_entry(p->ix, entry_of(p, entries.at[0])->entry);
    buf_byte(b, '{');
    json_member(b, "party", party_id(a, p, who));
    json_member(b, "name", first.name);
    json_member(b, "kind", str_of(kind_text(first.kind)));
    json_key(b, "entries");
    buf_byte(b, '[');
    for (size_t i = 0; i < entries.count; i++) {
        buf_puts(b, i ? ",{" : "{");
        put_entry(b, p, entries.at[i], strongest(&claims, entries.at[i]));
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
    json_key(b, "links");
    buf_byte(b, '[');
    for (size_t i = 0; i < claims.count; i++) {
        buf_puts(b, i ? "," : "");
        put_claim(b, a, p, claims.at[i], NULL);
    }
    buf_byte(b, ']');
    put_end(b, p);
}
