/* SPDX-License-Identifier: Apache-2.0 */
/* commands.h - one line per command. */
#ifndef TOCSIN_COMMANDS_H
#define TOCSIN_COMMANDS_H

#include "cli/cli.h"

extern const struct command command_brief, command_lists, command_pull, command_import,
    command_changes, command_show, command_diff, command_entries, command_accept, command_discard,
    command_rebuild, command_screen, command_compare, command_index, command_party, command_parties,
    command_selftest, command_ledger, command_verify, command_prove, command_check, command_publish,
    command_init, command_keygen, command_vkey, command_rotate, command_witness;

#endif
