/* SPDX-License-Identifier: Apache-2.0 */
/* selftest.h - does screening find what is on the lists, however it is written?
 *
 * Every listed name is asked for as it stands and once in each class of twist.h;
 * invented names (placebo.h) show what is found that is not there.  What is
 * tested and how it is made depends on the seed, the snapshot and nothing else. */
#ifndef TOCSIN_SELFTEST_H
#define TOCSIN_SELFTEST_H

#include "index/index.h"
#include "screen/placebo.h"
#include "screen/twist.h"

enum { UNTESTED_MAX = 8 };
struct untested {
    const char *why; /* compiled in */
    size_t count;
};

struct selftest_class {
    size_t tested;
    size_t found;       /* the right entry among the hits */
    size_t lost;        /* not found, though its names score enough: the search's fault */
    size_t wrong_first; /* another party before the right one, or in its place */
    size_t hits;        /* of all that were tested */
    struct untested untested[UNTESTED_MAX];
};
struct selftest_placebo {
    size_t tested, alerts, hits; /* alerts: those with a hit */
};
struct selftest_result {
    size_t entries, names; /* asked for */
    struct selftest_class of[TWIST_COUNT];
    struct selftest_placebo placebo[PLACEBO_COUNT];
};

struct selftest {
    const struct index *ix;
    const bool *lists; /* whose names are tested; NULL: all.  All are asked */
    double threshold;  /* 0: SCREEN_THRESHOLD */
    uint64_t seed;
    size_t sample;    /* most names to test; 0: all */
    size_t placebos;  /* of each class */
    unsigned threads; /* 0: one a core */
    bool misses;      /* whether they are told */
    /* Called in order, by one thread at a time: questions asked so far of about
     * `of`, and the misses and alarms of the last few as JSON lines.  false: stop. */
    bool (*tell)(void *ctx, size_t asked, size_t of, struct str misses);
    void *ctx;
};

MUST_CHECK enum status selftest_run(const struct selftest *t, struct selftest_result *out,
                                    struct error *err);

/* All classes of a level together. */
struct selftest_class selftest_level(const struct selftest_result *r, enum twist_level l);

/* The 95 % interval of a share, by Wilson's score (JASA 22, 1927); 0 to 1 of
 * nothing. */
void wilson(size_t found, size_t tested, double *low, double *high);

#endif
