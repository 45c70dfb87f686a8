/* SPDX-License-Identifier: Apache-2.0 */
/* policy.h - whose signatures make a checkpoint good (c2sp.org/tlog-policy).
 *
 *     log VKEY [URL]
 *     witness NAME VKEY [URL]
 *     group NAME all|any|K MEMBER…        members are witnesses and groups of lines above
 *     quorum NAME|none                    one, of a witness or group of a line above
 *
 * Words are parted by blanks and tabs; empty lines and those that begin with # say nothing.  Each
 * name is a member once at most, so that no witness counts twice. */
#ifndef TOCSIN_POLICY_H
#define TOCSIN_POLICY_H

#include "ledger/checkpoint.h"

enum { POLICY_MOST = 1 << 20, POLICY_LOGS_MOST = 256, POLICY_MEMBERS_MOST = 1024 };

struct policy_log {
    struct key key; /* its name is the origin of the log */
    struct str url; /* may be empty */
};

/* A witness, or a group: then threshold is not 0. */
struct policy_member {
    struct str name;
    struct key key;
    struct str url;
    unsigned threshold;
    size_t first, count; /* of a group, in parts */
    bool listed;         /* is in a group */
};

struct policy {
    VEC(struct policy_log) logs;
    VEC(struct policy_member) members; /* a group is behind its members */
    VEC(size_t) parts;                 /* which of members */
    size_t quorum;                     /* which of members; POLICY_NONE for no cosignatures */
};
#define POLICY_NONE SIZE_MAX

/* Reads a policy; names and URLs are views into text, keys are in the arena.  ERR_INPUT with line
 * and byte.  Keys of types that cannot be checked here are read: they count as silent. */
MUST_CHECK enum status policy_parse(struct arena *a, struct str text, struct policy *out,
                                    struct error *err);
/* Reads a policy from a file; texts are in the arena.  Faults name the file and the line. */
MUST_CHECK enum status policy_read(struct arena *a, const char *path, struct policy *out,
                                   struct error *err);
/* Appends a policy that says the same. */
void policy_print(const struct policy *p, struct arena *a, struct buf *out);

/* Checks the signatures of the policy's logs and witnesses on a note, and of `log`, which may be
 * NULL, as note_verify does. */
MUST_CHECK enum status policy_verify(const struct policy *p, const struct key *log, struct arena *a,
                                     const struct note *n, note_verified_vec *out,
                                     struct error *err);

/* Whether the quorum is among signatures that were verified.  Logs are not looked at. */
bool policy_met(const struct policy *p, const note_verified_vec *verified);
/* ERR_INPUT, with how many of how many have signed, when it is not. */
MUST_CHECK enum status policy_require(const struct policy *p, const note_verified_vec *verified,
                                      struct error *err);

/* Reads a checkpoint, and checks that one of the logs has signed it, under its own name, and enough
 * witnesses have cosigned it.  ERR_INPUT when not.  note and log may be NULL; `bytes` live as
 * long as *out and *note. */
MUST_CHECK enum status policy_open(const struct policy *p, struct arena *a, struct str bytes,
                                   struct checkpoint *out, struct note *note,
                                   const struct policy_log **log, struct error *err);

#endif
