/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c - a question and its hits as JSON. */
#include "screen/answer.h"

#include "format/json.h"

const char *unscreened_text(enum unscreened why)
{
    static const char *const words[] = {
        [SCREENED] = NULL,
        [UNSCREENED_EMPTY] = "no name and no identifier",
        [UNSCREENED_UNREADABLE] = "the name has no letters that can be read",
        [UNSCREENED_SHORT] = "the identifier has fewer than five letters and digits",
        [UNSCREENED_NAME_ALONE] = "the identifier is too short: only the name was screened",
        [UNSCREENED_CUT] = "the name is too long: only its beginning was screened",
        [UNSCREENED_PART] = "some letters of the name cannot be read: screened without them",
    };
    return words[why];
}

bool unscreened(enum unscreened why)
{
    return why == UNSCREENED_EMPTY || why == UNSCREENED_SHORT || why == UNSCREENED_UNREADABLE;
}

/* ---- Reasons. */

static void add_reason(struct arena *a, reason_vec *out, const char *feature, struct str detail,
                       double weight)
{
    struct reason *r = VEC_ADD(a, out);
    *r = (struct reason){.feature = str_of(feature), .detail = detail, .weight = weight};
}

static void put_day(struct buf *b, struct day d)
{
    buf_printf(b, "%04d", d.year);
    if (d.month)
        buf_printf(b, "-%02d", d.month);
    if (d.month && d.day)
        buf_printf(b, "-%02d", d.day);
}

static struct str birth_detail(struct arena *a, const struct index *ix, const struct question *q,
                               const struct hit *h)
{
    struct buf b = {0};
    struct index_birth listed = index_birth(ix, h->known.birth_at);
    put_day(&b, q->known.birth);
    buf_puts(&b, h->known.birth > 0 ? " = " : " / ");
    buf_puts(&b, listed.circa ? "about " : "");
    put_day(&b, listed.from);
    if (listed.to.year && listed.to.year != listed.from.year) {
        buf_puts(&b, " to ");
        put_day(&b, listed.to);
    }
    struct str text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void known_reasons(struct arena *a, const struct index *ix, const struct question *q,
                          const struct hit *h, reason_vec *out)
{
    const struct known_weights *k = &h->known;
    if (k->birth != 0)
        add_reason(a, out, "birth", birth_detail(a, ix, q, h), k->birth);
    if (k->country != 0) {
        struct index_country c = index_country(ix, k->country_at);
        add_reason(
            a, out, "country",
            arena_printf(a, "%.2s %s %.2s", q->known.country, k->country > 0 ? "=" : "/", c.code),
            k->country);
    }
    if (k->gender != 0)
        add_reason(a, out, "gender", str_of(k->gender > 0 ? "the same" : "another"), k->gender);
    if (h->quality != 0)
        add_reason(a, out, "alias", STR("weak"), h->quality);
}

/* What the reasons so far leave of the odds. */
static void identifier_reason(struct arena *a, const struct index *ix, const struct hit *h,
                              reason_vec *out)
{
    struct index_identifier i = index_identifier(ix, h->identifier - 1);
    double rest = h->odds;
    for (size_t k = 0; k < out->count; k++)
        rest -= out->at[k].weight;
    add_reason(a, out, "identifier", arena_printf(a, "%.*s %.*s", STRF(i.type), STRF(i.number)),
               rest);
}

void answer_reasons(struct arena *a, const struct index *ix, const struct question *q,
                    const struct hit *h, reason_vec *out)
{
    struct asked *asked = NEW(a, struct asked), *listed = NEW(a, struct asked);
    if (!asked || !listed)
        return;
    if (h->score.alignment.pairs) {
        asked_read(q->name, asked);
        asked_read(index_name(ix, h->name).text, listed);
        reasons_of(a, &asked->side[h->asked_at], &listed->side[h->name_at], &h->score, out);
    }
    known_reasons(a, ix, q, h, out);
    if (h->identifier)
        identifier_reason(a, ix, h, out);
}

/* ---- JSON. */

static void put_instant(struct buf *b, const char *key, bool there, int64_t at)
{
    char text[INSTANT_TEXT];
    json_member_or_null(b, key, there ? str_of(instant_text(at, text)) : STR(""));
}

static void put_question(struct buf *b, const struct question *q)
{
    static const char *const genders[] = {"", "male", "female", "other"};
    struct buf day = {0};
    json_key(b, "query");
    buf_byte(b, '{');
    json_key(b, "name");
    json_string(b, q->name);
    if (q->kind != KIND_UNKNOWN)
        json_member(b, "kind", str_of(kind_text(q->kind)));
    if (q->known.birth.year) {
        put_day(&day, q->known.birth);
        json_member(b, "birth", buf_str(&day));
    }
    if (q->known.country[0])
        json_member(b, "country", (struct str){q->known.country, 2});
    json_member(b, "gender", str_of(genders[q->known.gender]));
    json_member(b, "identifier", q->identifier);
    buf_byte(b, '}');
    buf_free(&day);
}

static void put_hit(struct buf *b, struct arena *a, const struct index *ix,
                    const struct question *q, const struct hit *h)
{
    struct index_entry e = index_entry(ix, h->entry);
    reason_vec reasons = {0};
    buf_byte(b, '{');
    json_member(b, "list", index_list(ix, e.list).id);
    json_member(b, "ref", e.ref);
    json_member(b, "name", h->identifier ? e.name : index_name(ix, h->name).text);
    json_member(b, "kind", str_of(kind_text(e.kind)));
    json_key(b, "score");
    buf_printf(b, "%.4f", score_of_odds(h->odds));
    json_key(b, "why");
    answer_reasons(a, ix, q, h, &reasons);
    reasons_json(b, &reasons);
    put_instant(b, "since", !h->reconstructed, h->stood.from);
    put_instant(b, "until", !h->reconstructed && h->stood.until < INSTANT_END, h->stood.until);
    if (h->stood.standing == STANDING_SUSPENDED)
        json_member(b, "status", str_of(standing_text(h->stood.standing)));
    if (h->reconstructed) {
        json_key(b, "reconstructed");
        buf_puts(b, "true");
    }
    buf_byte(b, '}');
}

void answer_json(struct buf *b, struct arena *a, const struct index *ix, struct str id,
                 const struct question *q, const struct screen_options *o, const hit_vec *hits,
                 size_t left_out, enum unscreened why)
{
    char hex[SHA256_HEX];
    const char *text = unscreened_text(why);
    buf_byte(b, '{');
    json_key(b, "id");
    if (id.len)
        json_string(b, id);
    else
        buf_puts(b, "null");
    put_question(b, q);
    json_key(b, "hits");
    buf_byte(b, '[');
    for (size_t i = 0; i < hits->count; i++) {
        buf_puts(b, i ? "," : "");
        put_hit(b, a, ix, q, &hits->at[i]);
    }
    buf_byte(b, ']');
    json_key(b, "screened");
    buf_puts(b, unscreened(why) ? "false" : "true");
    json_member_or_null(b, "why_not", text ? str_of(text) : STR(""));
    sha256_hex(index_id(ix), hex);
    json_member(b, "snapshot", (struct str){hex, 32});
    put_instant(b, "as_of", o->then, o->at);
    if (left_out)
        buf_printf(b, ",\"left_out\":%zu", left_out);
    json_member(b, "ledger", o->ledger);
    buf_puts(b, "}\n");
}
