/* SPDX-License-Identifier: Apache-2.0 */
/* links_screen.h - the likenesses of entries that came or changed, for src/screen
 * alone. */
#ifndef TOCSIN_LINKS_SCREEN_H
#define TOCSIN_LINKS_SCREEN_H

#include "screen/links.h"

struct links_asking {
    const struct index *ix;
    const bool *fresh; /* by number among the present: it came or changed */
    unsigned threads;  /* 0: one a core */
    links_tell *tell;  /* or NULL; called by the calling thread alone */
    void *ctx;
};
/* Adds those of every fresh entry with every other, each once, in no order. */
MUST_CHECK enum status links_screen(const struct links_asking *q, struct links *l,
                                    struct error *err);

#endif
