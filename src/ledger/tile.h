/* SPDX-License-Identifier: Apache-2.0 */
/* tile.h - the names of tiles and entry bundles, and what is in a bundle (c2sp.org/tlog-tiles).
 *
 *     tile/LEVEL/NUMBER            256 hashes of a level, which are roots of full tiles below
 *     tile/LEVEL/NUMBER.p/WIDTH    fewer of them: the last one of its level, when it is not full
 *     tile/entries/NUMBER          256 entries, and .p/WIDTH likewise
 *
 * NUMBER is in groups of three digits, x before all but the last: 1234067 is x001/x234/067.
 * A name is in one way only. */
#ifndef TOCSIN_TILE_H
#define TOCSIN_TILE_H

#include "base/buf.h"
#include "base/sha256.h"

enum {
    TILE_WIDTH = 256,
    TILE_BYTES = TILE_WIDTH * SHA256_SIZE,
    TILE_LEVEL_MOST = 63,
    TILE_LEVELS_USED = 8, /* no log is so large that it has more */
    TILE_PATH = 72,       /* of the longest path and its NUL */
    ENTRY_MOST = 65535,
    BUNDLE_MOST = TILE_WIDTH * (2 + ENTRY_MOST),
};

struct tile {
    bool entries;    /* a bundle; level is 0 then */
    unsigned level;  /* to TILE_LEVEL_MOST */
    uint64_t number; /* from 0, to 2^64 - 1 */
    unsigned width;  /* 1 to TILE_WIDTH */
};

const char *tile_path(struct tile t, char path[TILE_PATH]);
/* False when it is the path of none. */
MUST_CHECK bool tile_parse(struct str path, struct tile *out);

/* How many hashes a level has in a log of so many entries. */
uint64_t tile_hashes(unsigned level, uint64_t size);
/* How many of them are in tile `number`: 0 when it is not there. */
unsigned tile_width(unsigned level, uint64_t number, uint64_t size);

/* A bundle is entries one behind the other, each after its length in two bytes, the most
 * significant first.  bundle_put adds one of at most ENTRY_MOST bytes; bundle_take cuts the
 * first off the rest, as a view, and is false when it is not whole. */
void bundle_put(struct buf *b, struct str entry);
MUST_CHECK bool bundle_take(struct str *rest, struct str *entry);

#endif
