/* SPDX-License-Identifier: Apache-2.0 */
/* party.h - what tocsin party and tocsin parties have in common. */
#ifndef TOCSIN_CLI_PARTY_H
#define TOCSIN_CLI_PARTY_H

#include "cli/screen.h"
#include "screen/party_answer.h"

/* The decisions of the home, and the links beside its snapshot. */
#define PARTY_DECISIONS "parties.jsonl"
#define PARTY_LINKS     "index/parties.links"

/* Everything that the parties of a day stand on. */
struct party_home {
    struct index *ix;
    struct links links;
    struct decisions decisions;
    struct parties parties;
};
/* Opens the home and makes the parties of `day` (NULL: as things stand).  false,
 * told, when the command must end with *code. */
bool cli_parties(struct cli *c, const char *day, const struct claim_options *o,
                 struct party_home *out, enum exit_code *code);
void cli_parties_close(struct party_home *h);

#endif
