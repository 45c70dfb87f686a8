/* SPDX-License-Identifier: Apache-2.0 */
/* stance.h - who lists a group, and who has let go: the casebook's rows on it,
 * and what the official lists themselves say. */
#ifndef TOCSIN_STANCE_H
#define TOCSIN_STANCE_H

#include "cli/cli.h"
#include "format/node.h"

/* A row of the casebook. */
struct stance {
    const struct node *top; /* the record, decoded */
    int rank;               /* listed, suspended, delisted, lapsed, never */
    struct str since;       /* of the stance, as far as that is known */
};

/* An official list with entries of a programme of the group's name, or of that
 * very name. */
struct evidence {
    struct str list, programme;
    int64_t entries; /* in force, of the programme */
    int64_t at;      /* of the version that says so */
    str_vec refs;    /* of entries that bear the group's name */
    str_vec names;   /* the name that each of them bears */
};

struct stances {
    struct str group;       /* as the casebook writes it; "" when it has no such group */
    str_vec groups;         /* all that it has */
    str_vec names;          /* of the group */
    VEC(struct stance) all; /* those who still list it first */
    VEC(struct evidence) evidence;
};

/* Everything is in the command's arena. */
MUST_CHECK enum status stances_find(struct cli *c, struct str group, struct stances *out,
                                    struct error *err);
void stances_json(const struct stances *s, struct buf *b);
/* Prints the table at once, then the evidence. */
bool stances_print(struct cli *c, const struct stances *s);

#endif
