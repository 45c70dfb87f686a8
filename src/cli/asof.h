/* SPDX-License-Identifier: Apache-2.0 */
/* asof.h - a list as it stood on a day.
 *
 * Record time where versions reach back that far.  Before the first version the
 * answer is reconstructed from the dates that its records state: an entry stood
 * there when it was listed on the day or before, and had not ended.  A listing
 * whose day is not known counts from the beginning of its month or year, an end
 * from the end of it. */
#ifndef TOCSIN_ASOF_H
#define TOCSIN_ASOF_H

#include "cli/cli.h"

struct asof {
    struct store *store;
    struct str list;
    int64_t at;         /* that was asked for; else of the newest version */
    int64_t seen;       /* an instant whose runs answer */
    int64_t first;      /* when the first version came */
    bool any;           /* the list has an accepted version; if not, it has no entries */
    bool reconstructed; /* from stated dates */
    size_t undated;     /* entries left out by asof_each, for want of a date of listing */
};

/* `list` as it was given; `day` as in cli_instant, to its end; NULL for the newest version.  false
 * when the command must end with *code, told. */
bool asof_open(struct cli *c, const char *list, const char *day, struct asof *out,
               enum exit_code *code);

/* The run of one entry that held then; false when there was none, or err. */
MUST_CHECK bool asof_run(struct asof *t, struct str ref, struct run *out, struct error *err);
/* All of them, by ref.  in_force is that of the day. */
MUST_CHECK enum status asof_each(struct asof *t, run_take *take, void *ctx, struct error *err);

/* Says on stderr that the answer was reconstructed, if it was. */
void asof_tell(const struct asof *t);

#endif
