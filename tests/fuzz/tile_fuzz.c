/* SPDX-License-Identifier: Apache-2.0 */
/* tile_fuzz.c - a path that is one of a tile is written in that way only; and any sixteen bytes are
 * a tile whose path is read as it. */
#include "ledger/tile.h"

#include <stdlib.h>

static bool same(struct tile a, struct tile b)
{
    return a.entries == b.entries && a.level == b.level && a.number == b.number &&
           a.width == b.width;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct tile t, again;
    char path[TILE_PATH];
    if (tile_parse(in, &t) && !str_is(in, tile_path(t, path)))
        abort();
    if (size != 11)
        return 0;
    t = (struct tile){.entries = data[0] & 1,
                      .level = data[0] & 1 ? 0 : data[1] % (TILE_LEVEL_MOST + 1),
                      .width = 1U + data[2]};
    for (size_t i = 3; i < size; i++)
        t.number = t.number << 8 | data[i];
    if (!tile_parse(str_of(tile_path(t, path)), &again) || !same(t, again))
        abort();
    return 0;
}
