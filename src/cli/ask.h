/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - witnesses are asked for cosignatures: by command, and after what has been written. */
#ifndef TOCSIN_CLI_ASK_H
#define TOCSIN_CLI_ASK_H

#include "cli/cli.h"

/* All whose cosignature is missing; the home is closed.  EXIT_FAILED, told, when that cannot be
 * done; that a witness does not cosign is no failure. */
enum exit_code ask_now(struct cli *c);

/* Ends a command that may have opened a home: closes it, and, when it was open for writing and has
 * witnesses, asks those that did not fail a moment ago.  The answer of the command is complete
 * by then, and whoever reads it sees its end before the network is waited for. */
void ask_after(struct cli *c);

#endif
