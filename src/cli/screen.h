/* SPDX-License-Identifier: Apache-2.0 */
/* screen.h - what the commands that ask the snapshot have in common. */
#ifndef TOCSIN_CLI_SCREEN_H
#define TOCSIN_CLI_SCREEN_H

#include "cli/cli.h"
#include "screen/screen.h"

/* Opens the home and its snapshot, which is made first when it is not of the
 * present state (told on stderr, with progress on a terminal).  false, told,
 * when that fails. */
bool cli_snapshot(struct cli *c, struct index **out, enum exit_code *code);
/* Makes it in any case. */
bool cli_make_snapshot(struct cli *c, enum exit_code *code);

/* The options of screening, as texts. */
struct screen_texts {
    const char *threshold, *limit, *lists, *as_of;
};
/* Fills o; false, told, when one is wrong. */
bool cli_screen_options(struct cli *c, const struct command *self, const struct index *ix,
                        const struct screen_texts *t, struct screen_options *o,
                        enum exit_code *code);

/* tocsin screen --batch: every row of a file, to `to` (NULL: stdout). */
enum exit_code cli_screen_file(struct cli *c, const struct index *ix,
                               const struct screen_options *o, const char *from, const char *to);

#endif
