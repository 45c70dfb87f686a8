/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c - two names in any script. */
#include "screen/compare.h"

void asked_read(struct str name, struct asked *out)
{
    out->readings = name_read(name, out->reading);
    for (size_t i = 0; i < out->readings; i++)
        score_side(&out->reading[i], &out->side[i]);
}

void compare_names(const struct asked *a, const struct asked *b, enum subject subject,
                   struct score *out, size_t *a_at, size_t *b_at)
{
    struct costs costs;
    struct score one;
    for (size_t i = 0; i < a->readings; i++) {
        for (size_t j = 0; j < b->readings; j++) {
            score_costs(&a->side[i], &b->side[j], subject, &costs);
            score_names(&a->side[i], &b->side[j], &costs, subject, &one);
            if ((i || j) && one.odds <= out->odds)
                continue;
            *out = one;
            if (a_at)
                *a_at = i;
            if (b_at)
                *b_at = j;
        }
    }
}

static bool thing(const struct reading *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->words[i].role == ROLE_LEGAL || r->words[i].role == ROLE_GENERIC)
            return true;
    return false;
}

enum subject compare_subject(const struct reading *a, const struct reading *b)
{
    return thing(a) || thing(b) ? SUBJECT_THING : SUBJECT_PERSON;
}
