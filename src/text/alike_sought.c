/* SPDX-License-Identifier: Apache-2.0 */
/* alike_sought.c - one word against many that were found by a probe. */
#include "text/alike_sought.h"

void alike_sought_begin(struct alike_sought *s, struct str word, enum letters in)
{
    alike_ready(word, &s->word);
    s->in = in;
}

unsigned alike_sought_cost(struct alike_sought *s, struct str word, enum letters in, unsigned limit)
{
    struct alike_word other;
    alike_ready(word, &other);
    unsigned cost = alike_ready_cost(&s->word, s->in, &other, in);
    return cost < limit ? cost : ALIKE_FAR;
}
