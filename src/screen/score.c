/* SPDX-License-Identifier: Apache-2.0 */
/* score.c - two names as a sum of evidence.
 *
 * What has a partner and what has none is counted by sort, and each sort has
 * its weight (weights.h, learned by tools/learn). */
#include "screen/score.h"

#include "screen/amounts.h"
#include "screen/weights.h"
#include "text/near.h"

#include <math.h>
#include <string.h>

/* What is left without a partner on one side, by what it is for.  A word that is
 * there twice, and has one partner, is no word too many; but it is another one
 * than what the other side has in its place. */
struct left {
    float names, repeats, initials, patronymics, fathers, numbers, generic;
};

static bool is_father(const struct side *s, size_t i)
{
    const struct word *w = s->reading->words;
    bool last = i + 1U == s->reading->count;
    return w[i].role == ROLE_PATRONYMIC && !(last && i > 0 && w[i - 1].role == ROLE_PARTICLE);
}

unsigned score_fathers(const struct side *s, uint64_t taken)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s->reading->count; i++)
        sum += is_father(s, i) && !((taken | s->repeats) >> i & 1) ? s->rarity[i] : 0;
    return sum;
}

static struct left left_over(const struct side *s, uint64_t taken)
{
    struct left l = {0};
    for (size_t i = 0; i < s->reading->count; i++) {
        if (!s->rarity[i] || taken >> i & 1)
            continue;
        float much = (float)s->rarity[i] / (6 * NAT);
        switch ((enum role)s->reading->words[i].role) {
        case ROLE_PATRONYMIC:
            l.patronymics += 1;
            l.fathers += is_father(s, i);
            break;
        case ROLE_NUMBER:
            l.numbers += 1;
            break;
        case ROLE_GENERIC:
            l.generic += much;
            break;
        case ROLE_INITIAL:
            l.initials += 1;
            break;
        default:
            *(s->repeats >> i & 1 ? &l.repeats : &l.names) += much;
        }
    }
    return l;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

static float most(float a, float b)
{
    return a > b ? a : b;
}

/* Takes as much as it can away from what is left, the surest first; the rest. */
static float use_up(float *left, float conflict)
{
    float used = least(*left, conflict);
    *left -= used;
    return conflict - used;
}

/* Words of each side that are there instead of words of the other. */
static float conflict_of(struct left *q, struct left *n)
{
    float conflict =
        least(q->names + q->repeats + q->initials, n->names + n->repeats + n->initials);
    use_up(&q->initials, use_up(&q->repeats, use_up(&q->names, conflict)));
    use_up(&n->initials, use_up(&n->repeats, use_up(&n->names, conflict)));
    return conflict;
}

/* What patronymics of the listed name that the query has not count for, as names: who is asked
 * for mostly comes without his father. */
static float left_out(struct left n, float patronymics)
{
    float more = n.patronymics - patronymics, fathers = least(n.fathers, more);
    return fathers / 4 + (more - fathers) / 2;
}

static void compare_left(struct left q, struct left n, unsigned words, float *amount)
{
    float patronymics = least(q.patronymics, n.patronymics);
    q.names += (q.patronymics - patronymics) / 2;
    n.names += left_out(n, patronymics);
    float conflict = conflict_of(&q, &n);
    amount[EVIDENCE_PATRONYMIC] = patronymics;
    amount[EVIDENCE_CONFLICT] = least(conflict, 1);
    amount[EVIDENCE_CONFLICTS] = conflict - least(conflict, 1);
    amount[EVIDENCE_ONLY_QUERY] = q.names + q.initials / 4;
    amount[EVIDENCE_ONLY_NAME] = n.names + n.initials / 4;
    amount[EVIDENCE_NUMBER] = (q.numbers + n.numbers) * 3 / (float)(words > 3 ? words : 3);
    amount[EVIDENCE_GENERIC] =
        least(q.generic, n.generic) + least(q.names, n.generic) + least(n.names, q.generic);
    amount[EVIDENCE_GENERIC_EXTRA] = q.generic + n.generic - 2 * least(q.generic, n.generic);
}

/* Of words without a partner, the two that look most alike: 1 less the edits for
 * each letter, 0 when that is less than a half. */
static float nearest(const struct side *query, const struct side *name, const struct alignment *al)
{
    float best = 0;
    for (size_t i = 0; i < query->reading->count; i++) {
        if (!query->rarity[i] || al->ours >> i & 1 || query->reading->words[i].role != ROLE_NAME)
            continue;
        for (size_t j = 0; j < name->reading->count; j++) {
            if (!name->rarity[j] || al->theirs >> j & 1 ||
                name->reading->words[j].role != ROLE_NAME)
                continue;
            struct str a = reading_word(query->reading, i), b = reading_word(name->reading, j);
            unsigned longer = (unsigned)(a.len > b.len ? a.len : b.len);
            unsigned edits = near_distance(a, b, longer / 2);
            float alike = 1 - (float)edits / (float)longer;
            best = edits <= longer / 2 && alike > best ? alike : best;
        }
    }
    return best;
}

static bool has_legal(const struct reading *r, struct str form)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->words[i].role == ROLE_LEGAL && (!form.len || str_equal(form, reading_word(r, i))))
            return true;
    return false;
}

/* Both have legal forms, and none in common. */
static bool legal_differs(const struct reading *a, const struct reading *b)
{
    if (!has_legal(b, STR("")))
        return false;
    bool any = false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->words[i].role != ROLE_LEGAL)
            continue;
        any = true;
        if (has_legal(b, reading_word(a, i)))
            return false;
    }
    return any;
}

/* Father and son have changed places: a patronymic here is a name there, and the
 * other way round. */
static float crossed(const struct side *query, const struct side *name, const struct alignment *al)
{
    float ours = 0, theirs = 0;
    for (size_t k = 0; k < al->pairs; k++) {
        size_t i = query->unit[al->pair[k].query].first, j = name->unit[al->pair[k].name].first;
        bool here = query->reading->words[i].role == ROLE_PATRONYMIC;
        bool there = name->reading->words[j].role == ROLE_PATRONYMIC;
        ours += here && !there;
        theirs += there && !here;
    }
    return least(ours, theirs);
}

/* All words the other way round, which is a form of its own: then what they are for,
 * which is told by their order, says nothing. */
static const float TURNED_ROUND = 0.3F;

/* How often, going round, the partners of the query's words stand before the
 * partner of the word before: once for the same order and for a rotation. */
static float disorder(const struct side *query, const struct side *name, const struct alignment *al)
{
    uint8_t partner[WORDS_MAX];
    memset(partner, 0xFF, sizeof partner);
    for (size_t k = 0; k < al->pairs; k++)
        partner[query->unit[al->pair[k].query].first] = name->unit[al->pair[k].name].first;
    unsigned falls = 0, rises = 0, first = 0xFF, last = 0xFF;
    for (size_t i = 0; i < WORDS_MAX; i++) {
        if (partner[i] == 0xFF)
            continue;
        if (first == 0xFF) {
            first = partner[i];
        } else {
            falls += partner[i] < last;
            rises += partner[i] > last;
        }
        last = partner[i];
    }
    if (!rises && falls > 1)
        return TURNED_ROUND;
    falls += al->pairs > 1 && first < last;
    return (falls > 1 ? (float)(falls - 1) : 0) + 2 * crossed(query, name, al);
}

static bool left_words(const struct side *s, uint64_t taken)
{
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->rarity[i] && !(taken >> i & 1))
            return true;
    return false;
}

static bool initial(const struct side *s, size_t unit)
{
    return unit < s->reading->count && s->reading->words[unit].role == ROLE_INITIAL;
}

/* A pair in which a single letter stands for a word. */
static bool by_initial(const struct side *query, const struct side *name, const struct pair *p)
{
    return initial(query, p->query) != initial(name, p->name);
}

/* A word that both sides have twice says nothing the second time. */
static bool again(const struct side *query, const struct side *name, const struct pair *p)
{
    return query->repeats >> query->unit[p->query].first & 1 &&
           name->repeats >> name->unit[p->name].first & 1;
}

/* What the pair adds to the share of one side.  The first initial that stands for
 * a word of a name of which another word is whole counts as that word; further
 * ones as the letter that they are. */
static unsigned share_of(const struct side *s, size_t unit, const struct pair *p, bool as_letter)
{
    unsigned rare = score_rarity(s, &s->unit[unit]);
    return as_letter && rare > SCORE_INITIAL ? SCORE_INITIAL : rarity_left(rare, p->cost);
}

/* How much of one word it is that a query's initial stands for all the rest of a name: few
 * people give theirs so, and who does has the rest of that name. */
static const float BY_INITIAL = 0.25F;

/* How much of only one word in common it is, where at most one word is whole; `all`: and
 * nothing is left over. */
static float one_word(bool all, unsigned initials, unsigned asked)
{
    if (!all)
        return 1;
    return !initials ? 0 : asked ? BY_INITIAL : BY_LETTER;
}

/* A word of five letters and more that nobody is known to have: people are hardly called
 * so, and a text may well be spelt so. */
enum { UNHEARD_LETTERS = 5 };

static bool unheard(const struct side *s, size_t unit)
{
    const struct unit *u = &s->unit[unit];
    return u->len >= UNHEARD_LETTERS && u->kind == UNIT_WORD &&
           rarity_unheard(s->rarity[u->first], u->len);
}

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

/* One or two syllables of a Chinese or Korean name.  A word of more is how another people's
 * name sounds there, and is as much like it as spellings are. */
static bool syllables(const struct unit *u)
{
    unsigned count = 0;
    for (size_t i = 0; i < u->len; i++)
        count += is_vowel(u->letters[i]) && !(i > 0 && is_vowel(u->letters[i - 1]));
    return (u->in == LETTERS_HAN || u->in == LETTERS_HANGUL) && count < 3;
}

/* What a pair costs, by what it is likely to be.  Where one of two words is unheard of it is
 * mostly a spelling; two that are known (Saleh, Salem) are as likely those of two people,
 * and two syllables nearly always. */
static const float SYLLABLES = 2;

static void put_cost(const struct side *query, const struct side *name, const struct pair *p,
                     float *amount)
{
    float cost = (float)p->cost / NAT;
    bool many = syllables(&query->unit[p->query]) || syllables(&name->unit[p->name]);
    bool known = !unheard(query, p->query) && !unheard(name, p->name);
    float *worst = &amount[many || known ? EVIDENCE_KNOWN : EVIDENCE_SPELLING];
    *worst = most(*worst, many ? SYLLABLES * cost : cost);
}

static void weigh_pairs(const struct side *query, const struct side *name, struct score *out)
{
    unsigned agreed = 0, ours = 0, theirs = 0, initials = 0, asked = 0, whole = 0;
    float spelt = 0;
    const struct alignment *al = &out->alignment;
    for (size_t k = 0; k < al->pairs; k++)
        whole += !by_initial(query, name, &al->pair[k]) && !again(query, name, &al->pair[k]);
    for (size_t k = 0; k < al->pairs; k++) {
        const struct pair *p = &al->pair[k];
        initials += by_initial(query, name, p);
        asked += by_initial(query, name, p) && initial(query, p->query);
        bool as_letter = by_initial(query, name, p) && (initials > 1 || !whole);
        if (again(query, name, p))
            continue;
        agreed += rarity_left(p->agreed, p->cost);
        ours += share_of(query, p->query, p, as_letter);
        theirs += share_of(name, p->name, p, as_letter);
        spelt += (float)p->cost / NAT;
        put_cost(query, name, p, out->amount);
    }
    if (!whole) /* letters alone are nothing in common */
        agreed = ours = theirs = 0;
    out->amount[EVIDENCE_AGREED] = least((float)agreed / NAT, AGREED_MOST);
    float all = (float)query->total - FATHER_MORE * (float)score_fathers(query, al->ours);
    out->amount[EVIDENCE_OF_QUERY] = query->total ? least((float)ours / all, 1) : 0;
    out->amount[EVIDENCE_OF_NAME] = name->total ? least((float)theirs / name->total, 1) : 0;
    out->amount[EVIDENCE_INITIALS] = (float)initials;
    bool left = left_words(query, al->ours) || left_words(name, al->theirs);
    if (whole && !left)
        out->amount[EVIDENCE_WHOLE] = 1 - least(spelt, WHOLE_SPELT) / WHOLE_SPELT;
    if (whole < 2)
        out->amount[EVIDENCE_ONE_WORD] = one_word(whole && !left, initials, asked);
}

/* 0 for no acronym, 1 for a long one, more for one of three letters: there are
 * too many of those, and such a one alone is no hit. */
static const float ACRONYM_SHORT = 3;
static float acronym(const struct side *query, const struct side *name, const struct alignment *al)
{
    for (size_t k = 0; k < al->pairs; k++) {
        const struct unit *u = &query->unit[al->pair[k].query], *v = &name->unit[al->pair[k].name];
        if (u->kind == UNIT_ACRONYM || v->kind == UNIT_ACRONYM)
            return u->len > 3 ? 1 : ACRONYM_SHORT;
    }
    return 0;
}

/* The same words in the same order, wherever it begins. */
static bool read_the_same(const struct reading *a, const struct reading *b)
{
    if (a->count != b->count || !a->count)
        return false;
    for (size_t turn = 0; turn < a->count; turn++) {
        size_t i = 0;
        while (i < a->count &&
               str_equal(reading_word(a, i), reading_word(b, (i + turn) % a->count)))
            i++;
        if (i == a->count)
            return true;
    }
    return false;
}

/* The same name but for slips of the hand (or spellings) in one word, or in two of a
 * name that says much: every word has a partner, no sort of evidence but spelling
 * speaks against, and of each pair that is spelt otherwise one word is of five
 * letters and more and no name that people are known to have.  Where both are, they
 * are as likely the names of two people; and so are two rows of syllables. */
/* Whether a pair that is spelt otherwise may be one name. */
static bool may_slip(const struct side *query, const struct side *name, const struct pair *p)
{
    return p->cost <= SLIP_COST && !syllables(&query->unit[p->query]) &&
           !syllables(&name->unit[p->name]) && (unheard(query, p->query) || unheard(name, p->name));
}

static bool slipped(const struct side *query, const struct side *name, const struct score *sc)
{
    static const enum evidence against[] = {
        EVIDENCE_CONFLICT, EVIDENCE_ONLY_QUERY,    EVIDENCE_ONLY_NAME, EVIDENCE_ONE_WORD,
        EVIDENCE_NUMBER,   EVIDENCE_PATRONYMIC,    EVIDENCE_LEGAL,     EVIDENCE_GENERIC,
        EVIDENCE_ACRONYM,  EVIDENCE_GENERIC_EXTRA, EVIDENCE_ORDER,     EVIDENCE_INITIALS};
    const struct alignment *al = &sc->alignment;
    unsigned slips = 0;
    for (size_t e = 0; e < COUNT(against); e++)
        if (sc->amount[against[e]] > 0)
            return false;
    for (size_t k = 0; k < al->pairs; k++) {
        slips += al->pair[k].cost > 0;
        if (al->pair[k].cost && !may_slip(query, name, &al->pair[k]))
            return false;
    }
    bool much = slips > 1 || sc->amount[EVIDENCE_SPELLING] * NAT > SLIP_ONE;
    if (much && al->pairs < 2)
        return false;
    float least = much ? SLIPS_SAY : SLIP_SAYS;
    return slips && slips <= 2 && sc->amount[EVIDENCE_AGREED] >= least;
}

/* Bank or Systems tell two firms of one family apart. */
bool score_put_on(const struct side *s, size_t word)
{
    static const char *const words[] = {"group",      "holding",    "international", "global",
                                        "industries", "enterprise", "trading",       "services"};
    struct str is = reading_word(s->reading, word);
    if (s->reading->words[word].role != ROLE_GENERIC)
        return false;
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is(is, words[i]))
            return true;
    return false;
}

static bool only_put_on(const struct side *s, uint64_t taken)
{
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->rarity[i] && !(taken >> i & 1) && !score_put_on(s, i))
            return false;
    return true;
}

static float spelling(const struct score *sc)
{
    return most(sc->amount[EVIDENCE_SPELLING], sc->amount[EVIDENCE_KNOWN]);
}

/* The same name of a thing but for such words that one side has: Raka, Raka Industries. */
static bool extended(const struct side *query, const struct side *name, const struct score *sc)
{
    const struct alignment *al = &sc->alignment;
    bool ours = left_words(query, al->ours), theirs = left_words(name, al->theirs);
    return sc->subject == SUBJECT_THING && ours != theirs && only_put_on(query, al->ours) &&
           only_put_on(name, al->theirs) && !(spelling(sc) > 0) &&
           !(sc->amount[EVIDENCE_INITIALS] > 0) && !(sc->amount[EVIDENCE_ACRONYM] > 0) &&
           !(sc->amount[EVIDENCE_LEGAL] > 0) && sc->amount[EVIDENCE_AGREED] >= EXTENDED_SAYS;
}

static size_t last_saying(const struct side *s)
{
    size_t last = 0;
    for (size_t i = 0; i < s->reading->count; i++)
        last = s->rarity[i] ? i : last;
    return last;
}

static bool has_title(const struct reading *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->words[i].role == ROLE_HONORIFIC)
            return true;
    return false;
}

/* A title and a family name that few have, as people of rank are spoken of: President Erdogan. */
static bool titled(const struct side *query, const struct side *name, const struct score *sc)
{
    const struct alignment *al = &sc->alignment;
    return sc->subject == SUBJECT_PERSON && query->words == 1 && al->pairs == 1 &&
           al->pair[0].cost == 0 && has_title(query->reading) &&
           al->theirs == (uint64_t)1 << last_saying(name) &&
           sc->amount[EVIDENCE_AGREED] >= TITLED_SAYS;
}

void score_names(const struct side *query, const struct side *name, const struct costs *costs,
                 enum subject subject, struct score *out)
{
    const struct alignment *al = &out->alignment;
    memset(out->amount, 0, sizeof out->amount);
    out->subject = subject;
    score_align(query, name, costs, &out->alignment);
    weigh_pairs(query, name, out);
    compare_left(left_over(query, al->ours), left_over(name, al->theirs),
                 query->words > name->words ? query->words : name->words, out->amount);
    if (out->amount[EVIDENCE_CONFLICT] > 0)
        out->amount[EVIDENCE_NEAR] = nearest(query, name, al) * out->amount[EVIDENCE_CONFLICT];
    out->amount[EVIDENCE_PRIOR] = 1;
    out->amount[EVIDENCE_LEGAL] = legal_differs(query->reading, name->reading);
    out->amount[EVIDENCE_ORDER] = disorder(query, name, al);
    out->amount[EVIDENCE_ACRONYM] = acronym(query, name, al);
    out->odds = 0;
    for (size_t e = 0; e < EVIDENCE_COUNT; e++)
        out->odds += (double)out->amount[e] * score_weights[subject][e];
    double least = out->odds;
    if (least < SCORE_SAME && read_the_same(query->reading, name->reading))
        least = SCORE_SAME;
    else if (least < SCORE_SLIPPED &&
             (slipped(query, name, out) || extended(query, name, out) || titled(query, name, out)))
        least = SCORE_SLIPPED;
    if (out->odds < least) {
        out->amount[EVIDENCE_SAME] = (float)(least - out->odds);
        out->odds = least;
    }
}

double score_weight(enum subject subject, enum evidence e)
{
    return score_weights[subject][e];
}

double score_of_odds(double odds)
{
    return 1 / (1 + exp(-odds));
}

double odds_of_score(double score)
{
    return log(score / (1 - score));
}

const char *evidence_text(enum evidence e)
{
    static const char *const words[EVIDENCE_COUNT] = {
        [EVIDENCE_PRIOR] = "prior",
        [EVIDENCE_AGREED] = "agreement",
        [EVIDENCE_OF_QUERY] = "share of the query",
        [EVIDENCE_OF_NAME] = "share of the name",
        [EVIDENCE_SPELLING] = "spelling",
        [EVIDENCE_KNOWN] = "two known words",
        [EVIDENCE_CONFLICT] = "conflict",
        [EVIDENCE_CONFLICTS] = "more conflicts",
        [EVIDENCE_NEAR] = "nearly the same",
        [EVIDENCE_ONLY_QUERY] = "only in the query",
        [EVIDENCE_ONLY_NAME] = "only in the name",
        [EVIDENCE_WHOLE] = "nothing left over",
        [EVIDENCE_ONE_WORD] = "one word",
        [EVIDENCE_PATRONYMIC] = "patronymic",
        [EVIDENCE_NUMBER] = "number",
        [EVIDENCE_LEGAL] = "legal form",
        [EVIDENCE_GENERIC] = "generic words",
        [EVIDENCE_GENERIC_EXTRA] = "more generic words",
        [EVIDENCE_ORDER] = "order",
        [EVIDENCE_INITIALS] = "initials",
        [EVIDENCE_ACRONYM] = "acronym",
        [EVIDENCE_SAME] = "the same name",
    };
    return words[e];
}
