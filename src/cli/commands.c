/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c - the table of commands, in the order of --help. */
#include "cli/commands.h"

#include <string.h>

const struct command *const commands[] = {
    &command_brief,   &command_init,    &command_lists,    &command_pull,    &command_import,
    &command_changes, &command_show,    &command_diff,     &command_entries, &command_accept,
    &command_discard, &command_rebuild, &command_screen,   &command_compare, &command_index,
    &command_party,   &command_parties, &command_selftest, &command_ledger,  &command_verify,
    &command_prove,   &command_check,   &command_publish,  &command_keygen,  &command_vkey,
    &command_rotate,  &command_witness,
};
const size_t command_count = COUNT(commands);

const struct command *cli_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}
