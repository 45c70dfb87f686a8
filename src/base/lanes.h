/* SPDX-License-Identifier: Apache-2.0 */
/* lanes.h - sixteen small numbers at once.
 *
 * A number is 0 to 255, and 255 is without end: what is added to it is lost.  On
 * machines without SSE2 the same is done one by one. */
#ifndef TOCSIN_LANES_H
#define TOCSIN_LANES_H

#include "base/base.h"

enum { LANES = 16 };

#ifdef __SSE2__
#include <emmintrin.h>

struct lanes {
    __m128i v;
};

static inline struct lanes lanes_load(const uint8_t from[LANES])
{
    return (struct lanes){_mm_loadu_si128((const void *)from)};
}

static inline void lanes_store(struct lanes x, uint8_t to[LANES])
{
    _mm_storeu_si128((void *)to, x.v);
}

static inline struct lanes lanes_all(unsigned value)
{
    return (struct lanes){_mm_set1_epi8((char)value)};
}

static inline struct lanes lanes_add(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm_adds_epu8(a.v, b.v)};
}

static inline struct lanes lanes_min(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm_min_epu8(a.v, b.v)};
}

/* 255 where a number is that value, or is less than it; 0 elsewhere. */
static inline struct lanes lanes_are(struct lanes x, unsigned value)
{
    return (struct lanes){_mm_cmpeq_epi8(x.v, _mm_set1_epi8((char)value))};
}

static inline struct lanes lanes_below(struct lanes x, unsigned value) /* value is not 0 */
{
    __m128i most = _mm_set1_epi8((char)(value - 1));
    return (struct lanes){_mm_cmpeq_epi8(_mm_min_epu8(x.v, most), x.v)};
}

static inline struct lanes lanes_or(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm_or_si128(a.v, b.v)};
}

static inline struct lanes lanes_and(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm_and_si128(a.v, b.v)};
}

/* Is one of them 128 or more? */
static inline bool lanes_high(struct lanes x)
{
    return _mm_movemask_epi8(x.v) != 0;
}

/* The place of the first that is 128 or more; LANES when there is none. */
static inline unsigned lanes_first_high(struct lanes x)
{
    uint32_t high = (uint32_t)_mm_movemask_epi8(x.v);
    return high ? lowest_bit(high) : LANES;
}

/* Is one of them at most `most`? */
static inline bool lanes_reach(struct lanes x, unsigned most)
{
    __m128i over = _mm_subs_epu8(x.v, _mm_set1_epi8((char)most));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(over, _mm_setzero_si128())) != 0;
}

/* Each moves up by 1, 2, 3 or 4 places; what comes after them is 0. */
static inline struct lanes lanes_up(struct lanes x, unsigned by)
{
    __m128i v = by == 1   ? _mm_slli_si128(x.v, 1)
                : by == 2 ? _mm_slli_si128(x.v, 2)
                : by == 3 ? _mm_slli_si128(x.v, 3)
                          : _mm_slli_si128(x.v, 4);
    return (struct lanes){v};
}

/* The same; what comes after them are the last of `below`. */
static inline struct lanes lanes_up_from(struct lanes x, struct lanes below, unsigned by)
{
    __m128i v = by == 1   ? _mm_srli_si128(below.v, LANES - 1)
                : by == 2 ? _mm_srli_si128(below.v, LANES - 2)
                : by == 3 ? _mm_srli_si128(below.v, LANES - 3)
                          : _mm_srli_si128(below.v, LANES - 4);
    return (struct lanes){_mm_or_si128(lanes_up(x, by).v, v)};
}

#else

struct lanes {
    uint8_t v[LANES];
};

static inline struct lanes lanes_load(const uint8_t from[LANES])
{
    struct lanes x;
    memcpy(x.v, from, LANES);
    return x;
}

static inline void lanes_store(struct lanes x, uint8_t to[LANES])
{
    memcpy(to, x.v, LANES);
}

static inline struct lanes lanes_all(unsigned value)
{
    struct lanes x;
    memset(x.v, (int)value, LANES);
    return x;
}

static inline struct lanes lanes_add(struct lanes a, struct lanes b)
{
    for (unsigned i = 0; i < LANES; i++)
        a.v[i] = (uint8_t)(a.v[i] + b.v[i] > 255 ? 255 : a.v[i] + b.v[i]);
    return a;
}

static inline struct lanes lanes_min(struct lanes a, struct lanes b)
{
    for (unsigned i = 0; i < LANES; i++)
        a.v[i] = a.v[i] < b.v[i] ? a.v[i] : b.v[i];
    return a;
}

static inline struct lanes lanes_are(struct lanes x, unsigned value)
{
    for (unsigned i = 0; i < LANES; i++)
        x.v[i] = x.v[i] == value ? 255 : 0;
    return x;
}

static inline struct lanes lanes_below(struct lanes x, unsigned value)
{
    for (unsigned i = 0; i < LANES; i++)
        x.v[i] = x.v[i] < value ? 255 : 0;
    return x;
}

static inline struct lanes lanes_or(struct lanes a, struct lanes b)
{
    for (unsigned i = 0; i < LANES; i++)
        a.v[i] |= b.v[i];
    return a;
}

static inline struct lanes lanes_and(struct lanes a, struct lanes b)
{
    for (unsigned i = 0; i < LANES; i++)
        a.v[i] &= b.v[i];
    return a;
}

static inline bool lanes_high(struct lanes x)
{
    bool high = false;
    for (unsigned i = 0; i < LANES; i++)
        high |= x.v[i] >= 128;
    return high;
}

static inline unsigned lanes_first_high(struct lanes x)
{
    unsigned i = 0;
    while (i < LANES && x.v[i] < 128)
        i++;
    return i;
}

static inline bool lanes_reach(struct lanes x, unsigned most)
{
    bool reach = false;
    for (unsigned i = 0; i < LANES; i++)
        reach |= x.v[i] <= most;
    return reach;
}

static inline struct lanes lanes_up_from(struct lanes x, struct lanes below, unsigned by)
{
    struct lanes up;
    memcpy(up.v, below.v + LANES - by, by);
    memcpy(up.v + by, x.v, LANES - by);
    return up;
}

static inline struct lanes lanes_up(struct lanes x, unsigned by)
{
    return lanes_up_from(x, lanes_all(0), by);
}

#endif

#endif
