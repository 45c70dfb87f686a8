/* SPDX-License-Identifier: Apache-2.0 */
/* alike_fuzz.c - of any two words: likeness is symmetric and pure, a word made
 * ready costs what the word costs, probes find whatever is alike, and a rarity
 * is in its bounds.
 *
 * The first byte says what the words were written in, the first line break
 * parts them. */
#include "text/alike_sought.h"
#include "text/rarity.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has(const uint32_t *probes, size_t n, uint32_t probe)
{
    for (size_t i = 0; i < n; i++)
        if (probes[i] == probe)
            return true;
    return false;
}

static void want(bool holds)
{
    if (!holds)
        abort();
}

static void check_probes(struct str a, struct str b, unsigned cost)
{
    uint32_t x[ALIKE_PROBES], y[ALIKE_PROBES];
    size_t n = alike_probes(a, x), m = alike_probes(b, y), shared = 0;
    want(n >= 1 && n <= ALIKE_PROBES);
    for (size_t i = 0; i < n; i++) {
        want(!has(x, i, x[i]));
        shared += has(y, m, x[i]);
    }
    want(cost == ALIKE_FAR || shared > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    enum letters in = data[0] % LETTERS_COUNT, to = data[0] / 16 % LETTERS_COUNT;
    struct str a, b = str_cut((struct str){(const char *)data + 1, size - 1}, '\n', &a);
    unsigned cost = alike_cost(a, in, b, to);
    want(cost <= ALIKE_FAR);
    want((cost == 0) == str_equal(a, b));
    want(cost == alike_cost(b, to, a, in));
    want(cost == alike_cost(a, in, b, to));
    check_probes(a, b, cost);
    if (a.len <= WORD_MAX && b.len <= WORD_MAX) {
        struct alike_word x, y;
        alike_ready(a, &x);
        alike_ready(b, &y);
        want(cost == alike_ready_cost(&x, in, &y, to));
        struct alike_sought sought;
        alike_sought_begin(&sought, a, in);
        for (unsigned limit = 256; limit > 0; limit = limit / 2 - limit / 16)
            want(alike_sought_cost(&sought, b, to, limit) == (cost < limit ? cost : ALIKE_FAR));
        want(alike_sought_cost(&sought, a, in, 1) == 0);
        want(alike_sought_cost(&sought, b, to, ALIKE_FAR) == cost);
    }
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        unsigned r = rarity(a, (enum role)role);
        want(r >= 1 && r <= RARITY_MAX && r == rarity(a, (enum role)role));
    }
    return 0;
}
