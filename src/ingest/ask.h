/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - asks the witnesses of a home's ledger for cosignatures (c2sp.org/tlog-witness).
 *
 * Nobody waits for it: the checkpoint is signed and published before, the home is free while the
 * network is waited for, and all witnesses together have the seconds of config.ini.  What one does
 * not give is asked for at the next occasion. */
#ifndef TOCSIN_ASK_H
#define TOCSIN_ASK_H

#include "base/base.h"

/* One that did not cosign is not asked by itself again within so many seconds. */
enum { ASK_PAUSE = 600 };

struct ask_options {
    bool all; /* also those that were asked a moment ago */
    /* Told of each witness that has refused what is right, or answered what is wrong, so that
     * somebody has to look; one that is down or busy is not told of. */
    void (*tell)(void *ctx, struct str witness, const char *why);
    void *ctx;
};

/* Asks those whose cosignature the newest checkpoint lacks, and takes in what is good.  OK also
 * when nobody is to be asked or nobody cosigns; the home must not be open for writing here. */
MUST_CHECK enum status ask_witnesses(const char *home, const struct ask_options *o,
                                     struct error *err);

#endif
