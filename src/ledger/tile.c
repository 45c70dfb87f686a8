/* SPDX-License-Identifier: Apache-2.0 */
/* tile.c - a path is read leniently and then compared with how it would be written: so
 * there is one place that says how that is. */
#include "ledger/tile.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { GROUP = 1000, GROUPS_MOST = 7 /* of 2^64 */ };

const char *tile_path(struct tile t, char path[TILE_PATH])
{
    unsigned group[GROUPS_MOST], groups = 0;
    uint64_t left = t.number;
    size_t at;
    do {
        group[groups++] = (unsigned)(left % GROUP);
        left /= GROUP;
    } while (left);
    if (t.entries)
        at = (size_t)snprintf(path, TILE_PATH, "tile/entries");
    else
        at = (size_t)snprintf(path, TILE_PATH, "tile/%u", t.level);
    while (groups-- > 0)
        at +=
            (size_t)snprintf(path + at, TILE_PATH - at, groups ? "/x%03u" : "/%03u", group[groups]);
    if (t.width != TILE_WIDTH)
        snprintf(path + at, TILE_PATH - at, ".p/%u", t.width);
    return path;
}

static bool parse_number(struct str groups, uint64_t *out)
{
    *out = 0;
    while (groups.len) {
        struct str group;
        uint64_t n;
        groups = str_cut(groups, '/', &group);
        if (groups.len) /* not the last one */
            group = str_from(group, 1);
        if (!str_number(group, GROUP - 1, &n) || *out > (UINT64_MAX - n) / GROUP)
            return false;
        *out = *out * GROUP + n;
    }
    return true;
}

bool tile_parse(struct str path, struct tile *out)
{
    struct tile t = {.width = TILE_WIDTH};
    struct str level, number, width;
    uint64_t n = 0;
    char again[TILE_PATH];
    if (path.len >= TILE_PATH || !str_starts(path, STR("tile/")))
        return false;
    width = str_cut_at(str_from(path, 5), STR(".p/"), &number);
    number = str_cut(number, '/', &level);
    t.entries = str_is(level, "entries");
    if (!t.entries && !str_number(level, TILE_LEVEL_MOST, &n))
        return false;
    t.level = (unsigned)n;
    if (!parse_number(number, &t.number))
        return false;
    if (width.len) {
        if (!str_number(width, TILE_WIDTH - 1, &n) || n == 0)
            return false;
        t.width = (unsigned)n;
    }
    if (!str_is(path, tile_path(t, again)))
        return false;
    *out = t;
    return true;
}

uint64_t tile_hashes(unsigned level, uint64_t size)
{
    return level < TILE_LEVELS_USED ? size >> (8 * level) : 0;
}

unsigned tile_width(unsigned level, uint64_t number, uint64_t size)
{
    uint64_t hashes = tile_hashes(level, size), full = hashes / TILE_WIDTH;
    return number < full ? TILE_WIDTH : number == full ? (unsigned)(hashes % TILE_WIDTH) : 0;
}

void bundle_put(struct buf *b, struct str entry)
{
    assert(entry.len <= ENTRY_MOST);
    buf_byte(b, (char)(entry.len >> 8));
    buf_byte(b, (char)(entry.len & 255));
    buf_put(b, entry);
}

bool bundle_take(struct str *rest, struct str *entry)
{
    if (rest->len < 2)
        return false;
    size_t len = (size_t)(unsigned char)rest->s[0] << 8 | (unsigned char)rest->s[1];
    if (rest->len - 2 < len)
        return false;
    *entry = str_span(*rest, 2, len);
    *rest = str_from(*rest, 2 + len);
    return true;
}
