/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one.
 * Written by tools/learn/fit-weights; doc/design/scoring.md says from what. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {
    [SUBJECT_PERSON] =
        {
            [EVIDENCE_PRIOR] = -8.328,     [EVIDENCE_AGREED] = 0.407,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = -0.026,
            [EVIDENCE_CONFLICT] = -1.458,  [EVIDENCE_CONFLICTS] = -1.438,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = -0.024,
            [EVIDENCE_ONLY_NAME] = -0.893, [EVIDENCE_WHOLE] = 1.215,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -2.600,
            [EVIDENCE_NUMBER] = 0.000,     [EVIDENCE_LEGAL] = 0.000,
            [EVIDENCE_GENERIC] = -0.062,   [EVIDENCE_GENERIC_EXTRA] = -0.081,
            [EVIDENCE_ORDER] = -1.195,     [EVIDENCE_INITIALS] = 0.000,
            [EVIDENCE_ACRONYM] = 0.000,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -1.759,     [EVIDENCE_AGREED] = 0.000,
            [EVIDENCE_OF_QUERY] = 5.000,   [EVIDENCE_OF_NAME] = 0.000,
            [EVIDENCE_SPELLING] = 0.000,   [EVIDENCE_WORST] = 0.000,
            [EVIDENCE_CONFLICT] = -2.131,  [EVIDENCE_CONFLICTS] = -0.406,
            [EVIDENCE_NEAR] = 2.000,       [EVIDENCE_ONLY_QUERY] = 0.000,
            [EVIDENCE_ONLY_NAME] = -0.185, [EVIDENCE_WHOLE] = 1.316,
            [EVIDENCE_ONE_WORD] = -2.500,  [EVIDENCE_PATRONYMIC] = -0.000,
            [EVIDENCE_NUMBER] = -2.297,    [EVIDENCE_LEGAL] = -1.383,
            [EVIDENCE_GENERIC] = -0.468,   [EVIDENCE_GENERIC_EXTRA] = 0.000,
            [EVIDENCE_ORDER] = -0.021,     [EVIDENCE_INITIALS] = -0.416,
            [EVIDENCE_ACRONYM] = 0.000,
        },
};

#endif
