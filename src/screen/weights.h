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
            [EVIDENCE_PRIOR] = -7.288,     [EVIDENCE_AGREED] = 0.336,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_KNOWN] = -0.314,
            [EVIDENCE_CONFLICT] = -2.397,  [EVIDENCE_CONFLICTS] = -0.495,
            [EVIDENCE_NEAR] = 2.397,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.981, [EVIDENCE_WHOLE] = 1.314,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -2.600,
            [EVIDENCE_NUMBER] = -0.171,    [EVIDENCE_LEGAL] = -0.000,
            [EVIDENCE_GENERIC] = -0.096,   [EVIDENCE_GENERIC_EXTRA] = -0.126,
            [EVIDENCE_ORDER] = -1.352,     [EVIDENCE_INITIALS] = 0.000,
            [EVIDENCE_ACRONYM] = -1.800,   [EVIDENCE_SAME] = 1,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -4.065,     [EVIDENCE_AGREED] = 0.051,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 1.088,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_KNOWN] = -0.151,
            [EVIDENCE_CONFLICT] = -1.649,  [EVIDENCE_CONFLICTS] = 0.000,
            [EVIDENCE_NEAR] = 1.649,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.065, [EVIDENCE_WHOLE] = 1.014,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -0.000,
            [EVIDENCE_NUMBER] = -1.539,    [EVIDENCE_LEGAL] = -1.066,
            [EVIDENCE_GENERIC] = -0.341,   [EVIDENCE_GENERIC_EXTRA] = -0.060,
            [EVIDENCE_ORDER] = 0.000,      [EVIDENCE_INITIALS] = -1.574,
            [EVIDENCE_ACRONYM] = -1.800,   [EVIDENCE_SAME] = 1,
        },
};

#endif
