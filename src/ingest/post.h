/* SPDX-License-Identifier: Apache-2.0 */
/* post.h - sends short messages to several servers at once, and has their answers in memory.
 *
 * One time holds for all of them together, whatever they do: not answering, answering a byte now
 * and then, or without end.  Where a message may go is as with downloads (route.h); redirects are
 * not followed. */
#ifndef TOCSIN_POST_H
#define TOCSIN_POST_H

#include "base/buf.h"

struct post {
    struct str url; /* http or https, without user name or password */
    struct buf body;
    bool private_ok; /* its host and port may be at a private address */

    /* What came of it. */
    unsigned status;    /* of HTTP; 0: no answer, and error says why */
    struct buf answer;  /* as it was sent */
    struct error error; /* ERR_NETWORK, or ERR_USAGE of a URL, ERR_MEMORY; in printable ASCII */
};

/* Called when one is over.  True sends it again, with what it has become, in what is left of the
 * time. */
typedef bool post_over(void *ctx, size_t which, struct post *p);

struct post_options {
    double seconds;      /* for all */
    size_t answer_most;  /* bytes; a longer one is no answer */
    const char *contact; /* as fetch.h has them; all may be NULL */
    const char *proxy;
    const char *ca_file;
    post_over *over;
    void *ctx;
};

/* OK although some have no answer: each says so itself, and `over` was called for each.  Any other
 * status means that nothing was sent.  Body and answer are the caller's to free in any case. */
MUST_CHECK enum status post_all(struct post *posts, size_t count, const struct post_options *o,
                                struct error *err);

#endif
