/* SPDX-License-Identifier: Apache-2.0 */
/* transfer.h - one try of one job: a request, and those it is redirected to.
 *
 * Redirects are followed here, not by libcurl, since what a request may do depends
 * on where it goes (route.h). */
#ifndef TOCSIN_TRANSFER_H
#define TOCSIN_TRANSFER_H

#include "ingest/fetch.h"
#include "ingest/part.h"
#include "ingest/route.h"

enum verdict {
    VERDICT_HOP,     /* redirected: the easy handle is ready for the next request */
    VERDICT_FETCHED, /* the part is whole */
    VERDICT_NOT_MODIFIED,
    VERDICT_RETRY,  /* err says why; another try may do better */
    VERDICT_FAILED, /* err says why; another try would not */
};

struct transfer {
    struct fetch_job *job;
    const struct fetch_options *options; /* with every default filled in */
    const struct libcurl *curl;
    CURL *easy;
    struct part part;
    struct error err; /* of this try */

    /* The request under way. */
    struct route route;
    bool continuing;   /* it asks for the rest of the part */
    bool begun;        /* the body is being written to the part */
    bool unwanted;     /* the body was of no use and cut off */
    bool hopeless;     /* err is set, and no other try would do better */
    uint64_t whole;    /* size that a 206 promises for the whole file, 0 when it does not */
    uint64_t received; /* bytes of the body, decoded */
    uint64_t marked;   /* received at the time `mark`; 0 before the body */
    double mark, hop_began;
    char says[CURL_ERROR_SIZE];
    struct curl_slist *fields;

    /* The try. */
    double try_began;
    double retry_after; /* seconds asked for by the server, 0 for none */
    struct buf headers;
    struct arena words; /* of route and fields */
};

/* Makes the handle and looks for a partial file.  This and the next describe a
 * failure in t->err, and it is final. */
MUST_CHECK enum status transfer_open(struct transfer *t, struct fetch_job *job,
                                     const struct fetch_options *options,
                                     const struct libcurl *curl);
void transfer_close(struct transfer *t);

/* Readies the easy handle for the first request of a try. */
MUST_CHECK enum status transfer_begin(struct transfer *t, double now);

/* Judges a request that libcurl is done with. */
enum verdict transfer_done(struct transfer *t, CURLcode code, double now);

/* The value of a header of the last answer; empty when it has none. */
struct str transfer_header(const struct transfer *t, const char *name);

/* True, with the reason in err, when the request takes too long. */
bool transfer_overdue(struct transfer *t, double now);

#endif
