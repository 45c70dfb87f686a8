/* SPDX-License-Identifier: Apache-2.0 */
/* proof.h - a proof in words, for prove and check. */
#ifndef TOCSIN_CLI_PROOF_H
#define TOCSIN_CLI_PROOF_H

#include "cli/cli.h"
#include "ingest/proof.h"

/* Appends it, as JSON when c->json. */
void cli_proof(struct cli *c, const struct proof *p, struct buf *b);

#endif
