/* SPDX-License-Identifier: Apache-2.0 */
/* states.h - what each entry of a list is at one instant, by its ref.
 *
 * A table of fixed-size items without the refs themselves: 64 bytes an entry,
 * so that a list of a million entries fits easily.  Refs are told apart by
 * SipHash-2-4 of 128 bits under a key of this table. */
#ifndef TOCSIN_STATES_H
#define TOCSIN_STATES_H

#include "base/sha256.h"

struct states;

struct state_item {
    uint64_t key[2];   /* of the ref */
    struct sha256 sha; /* of the record that it has; meaningless unless present */
    bool used;         /* the slot is taken */
    bool present;      /* the entry is there before the version */
    bool in_force;     /* and in force */
    bool come;         /* the version has it */
    uint32_t record;   /* beginning of the hash of the record that came */
};

MUST_CHECK enum status states_new(struct states **out, struct error *err);
void states_free(struct states *s);
/* The item of a ref, NULL when there is none. */
struct state_item *states_find(struct states *s, struct str ref);
/* The item of a ref, made if it is not there; NULL when memory is out.  Valid
 * until the next call. */
MUST_CHECK struct state_item *states_at(struct states *s, struct str ref);

#endif
