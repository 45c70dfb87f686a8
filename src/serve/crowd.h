/* SPDX-License-Identifier: Apache-2.0 */
/* crowd.h - the connections of a server, and which of them has to go: one that has not finished a
 * request in its time, however busily it sends a byte now and then; and, when the house is nearly
 * full, the one that has waited longest without a whole request.  So who comes with a request is
 * served, whatever a thousand others do not send.
 *
 * A connection is ended by shutdown(2), which whoever reads it sees as its end; closing is left to
 * its owner.  Any thread may call. */
#ifndef TOCSIN_CROWD_H
#define TOCSIN_CROWD_H

#include "base/base.h"

struct crowd;
struct guest;

/* For at most `most` connections; one beyond that is not let in. */
MUST_CHECK struct crowd *crowd_new(size_t most, double seconds);
void crowd_free(struct crowd *c);

/* A connection has come; ends another when the house is nearly full.  NULL: no room. */
struct guest *crowd_enter(struct crowd *c, int fd, double now);
/* It has said what it wants, and is being answered. */
void crowd_serving(struct crowd *c, struct guest *g);
/* Its answer is sent, or never will be; its time begins again. */
void crowd_served(struct crowd *c, struct guest *g, double now);
/* It is about to be closed.  NULL is nobody. */
void crowd_leave(struct crowd *c, struct guest *g);

/* Ends those that had their time. */
void crowd_reap(struct crowd *c, double now);
size_t crowd_being_served(struct crowd *c);

#endif
