/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one.
 * Written by tools/learn/fit-weights; doc/design/scoring.md says from what. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {
    [SUBJECT_PERSON] =
        {
            [EVIDENCE_PRIOR] = -8.931,     [EVIDENCE_AGREED] = 0.440,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = -0.003,
            [EVIDENCE_CONFLICT] = -1.513,  [EVIDENCE_CONFLICTS] = -1.222,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = -0.059,
            [EVIDENCE_ONLY_NAME] = -0.936, [EVIDENCE_WHOLE] = 1.193,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -2.600,
            [EVIDENCE_NUMBER] = 0.000,     [EVIDENCE_LEGAL] = 0.000,
            [EVIDENCE_GENERIC] = -0.054,   [EVIDENCE_GENERIC_EXTRA] = -0.066,
            [EVIDENCE_ORDER] = -1.240,     [EVIDENCE_INITIALS] = 0.000,
            [EVIDENCE_ACRONYM] = 0.000,    [EVIDENCE_SAME] = 1,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -1.759,     [EVIDENCE_AGREED] = 0.000,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = 0.000,
            [EVIDENCE_CONFLICT] = -2.134,  [EVIDENCE_CONFLICTS] = -0.403,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.185, [EVIDENCE_WHOLE] = 1.318,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -0.000,
            [EVIDENCE_NUMBER] = -2.290,    [EVIDENCE_LEGAL] = -1.371,
            [EVIDENCE_GENERIC] = -0.469,   [EVIDENCE_GENERIC_EXTRA] = 0.000,
            [EVIDENCE_ORDER] = -0.012,     [EVIDENCE_INITIALS] = -0.440,
            [EVIDENCE_ACRONYM] = 0.000,    [EVIDENCE_SAME] = 1,
        },
};

#endif
