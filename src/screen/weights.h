/* SPDX-License-Identifier: Apache-2.0 */
/* weights.h - what each sort of evidence weighs, in nats for an amount of one. */
#ifndef TOCSIN_WEIGHTS_H
#define TOCSIN_WEIGHTS_H

#include "screen/score.h"

static const double score_weights[SUBJECT_COUNT][EVIDENCE_COUNT] = {
    [SUBJECT_PERSON] =
        {
            [EVIDENCE_PRIOR] = -9.0,         [EVIDENCE_AGREED] = 0.10,
            [EVIDENCE_OF_QUERY] = 7.0,       [EVIDENCE_OF_NAME] = 5.0,
            [EVIDENCE_SPELLING] = -0.2,      [EVIDENCE_WORST] = -0.2,
            [EVIDENCE_CONFLICT] = -1.5,      [EVIDENCE_CONFLICTS] = -0.5,
            [EVIDENCE_NEAR] = 0.5,           [EVIDENCE_ONLY_QUERY] = -0.2,
            [EVIDENCE_ONLY_NAME] = -0.1,     [EVIDENCE_ONE_WORD] = -0.7,
            [EVIDENCE_PATRONYMIC] = -2.0,    [EVIDENCE_NUMBER] = -1,
            [EVIDENCE_LEGAL] = -0.1,         [EVIDENCE_GENERIC] = -0.5,
            [EVIDENCE_GENERIC_EXTRA] = -0.1, [EVIDENCE_ORDER] = -0.7,
            [EVIDENCE_INITIALS] = -0.2,      [EVIDENCE_ACRONYM] = -3,
        },
    [SUBJECT_THING] =
        {
            [EVIDENCE_PRIOR] = -9.0,         [EVIDENCE_AGREED] = 0.10,
            [EVIDENCE_OF_QUERY] = 7.0,       [EVIDENCE_OF_NAME] = 5.0,
            [EVIDENCE_SPELLING] = -0.2,      [EVIDENCE_WORST] = -0.2,
            [EVIDENCE_CONFLICT] = -1.5,      [EVIDENCE_CONFLICTS] = -0.5,
            [EVIDENCE_NEAR] = 0.5,           [EVIDENCE_ONLY_QUERY] = -0.2,
            [EVIDENCE_ONLY_NAME] = -0.1,     [EVIDENCE_ONE_WORD] = -0.3,
            [EVIDENCE_PATRONYMIC] = -0.5,    [EVIDENCE_NUMBER] = -3,
            [EVIDENCE_LEGAL] = -1.0,         [EVIDENCE_GENERIC] = -0.5,
            [EVIDENCE_GENERIC_EXTRA] = -0.3, [EVIDENCE_ORDER] = -0.3,
            [EVIDENCE_INITIALS] = -0.2,      [EVIDENCE_ACRONYM] = -2.5,
        },
};

#endif
