/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one.
 *
 * Written by tools/learn/score_fit.py; doc/design/scoring.md says from what. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {
    [SUBJECT_PERSON] =
        {
            [EVIDENCE_PRIOR] = -8.371,     [EVIDENCE_AGREED] = 0.409,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = -0.310,
            [EVIDENCE_CONFLICT] = -2.924,  [EVIDENCE_CONFLICTS] = 0.000,
            [EVIDENCE_NEAR] = 2.924,       [EVIDENCE_ONLY_QUERY] = -0.110,
            [EVIDENCE_ONLY_NAME] = -1.148, [EVIDENCE_WHOLE] = 1.091,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -2.600,
            [EVIDENCE_NUMBER] = -0.096,    [EVIDENCE_LEGAL] = -0.000,
            [EVIDENCE_GENERIC] = -0.092,   [EVIDENCE_GENERIC_EXTRA] = -0.112,
            [EVIDENCE_ORDER] = -1.686,     [EVIDENCE_INITIALS] = 0.000,
            [EVIDENCE_ACRONYM] = -1.800,   [EVIDENCE_SAME] = 1,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -1.897,     [EVIDENCE_AGREED] = 0.000,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = 0.000,
            [EVIDENCE_CONFLICT] = -2.035,  [EVIDENCE_CONFLICTS] = -0.303,
            [EVIDENCE_NEAR] = 2.035,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.174, [EVIDENCE_WHOLE] = 1.472,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -0.001,
            [EVIDENCE_NUMBER] = -2.347,    [EVIDENCE_LEGAL] = -1.479,
            [EVIDENCE_GENERIC] = -0.345,   [EVIDENCE_GENERIC_EXTRA] = 0.000,
            [EVIDENCE_ORDER] = 0.000,      [EVIDENCE_INITIALS] = -0.372,
            [EVIDENCE_ACRONYM] = -1.800,   [EVIDENCE_SAME] = 1,
        },
};

#endif
