/* SPDX-License-Identifier: Apache-2.0 */
/* witness_http.h - a witness as c2sp.org/tlog-witness has it over HTTP:
 *
 *     POST /add-checkpoint       asks for a cosignature
 *     GET /ID/checkpoint         the newest one cosigned; ID is the SHA-256 of the log's origin */
#ifndef TOCSIN_WITNESS_HTTP_H
#define TOCSIN_WITNESS_HTTP_H

#include "serve/http.h"
#include "serve/witness.h"

struct witness_http_options {
    const char *listen; /* as http.h has it */
    bool verbose;       /* a line on standard error for each request */
    http_ready *ready;
    void *ctx; /* of ready */
};

/* Serves until the process is told to end.  What the witness cannot write down is told on standard
 * error, verbose or not. */
MUST_CHECK enum status witness_serve(struct witness *w, const struct witness_http_options *o,
                                     struct error *err);

#endif
