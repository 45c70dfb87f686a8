/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one.
 * Written by tools/learn/fit-weights; doc/design/scoring.md says from what. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {
    [SUBJECT_PERSON] =
        {
            [EVIDENCE_PRIOR] = -9.036,     [EVIDENCE_AGREED] = 0.438,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = -0.229,
            [EVIDENCE_CONFLICT] = -1.317,  [EVIDENCE_CONFLICTS] = -1.214,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.845, [EVIDENCE_WHOLE] = 1.644,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -2.600,
            [EVIDENCE_NUMBER] = 0.000,     [EVIDENCE_LEGAL] = 0.000,
            [EVIDENCE_GENERIC] = -0.053,   [EVIDENCE_GENERIC_EXTRA] = -0.061,
            [EVIDENCE_ORDER] = -1.239,     [EVIDENCE_INITIALS] = -1.800,
            [EVIDENCE_ACRONYM] = 0.000,    [EVIDENCE_SAME] = 1,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -1.856,     [EVIDENCE_AGREED] = 0.000,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = 0.000,
            [EVIDENCE_CONFLICT] = -2.105,  [EVIDENCE_CONFLICTS] = -0.289,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.171, [EVIDENCE_WHOLE] = 1.379,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -0.000,
            [EVIDENCE_NUMBER] = -2.195,    [EVIDENCE_LEGAL] = -1.321,
            [EVIDENCE_GENERIC] = -0.395,   [EVIDENCE_GENERIC_EXTRA] = 0.000,
            [EVIDENCE_ORDER] = 0.000,      [EVIDENCE_INITIALS] = -1.800,
            [EVIDENCE_ACRONYM] = 0.000,    [EVIDENCE_SAME] = 1,
        },
};

#endif
