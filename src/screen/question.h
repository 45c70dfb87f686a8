/* SPDX-License-Identifier: Apache-2.0 */
/* question.h - a question from the texts that people give. */
#ifndef TOCSIN_QUESTION_H
#define TOCSIN_QUESTION_H

#include "screen/screen.h"

struct question_texts {
    struct str name, kind, birth, country, gender, identifier; /* "": not given */
};

/* Fills q; its texts are views of the given ones.  ERR_INPUT when a kind, birth,
 * country or gender is none, or a text is not UTF-8 or has a NUL: the sentence says
 * which and what it may be.
 *   kind     person, organisation (organization, company, publicbody), vessel,
 *            aircraft (airplane), or unknown (legalentity, thing): any case
 *   birth    a date as record/date.h reads it, the day before the month
 *   country  an ISO 3166-1 code, or a name or nationality (record/country.h) of one country
 *   gender   male, female, other (m, f) */
MUST_CHECK enum status question_read(struct arena *a, const struct question_texts *t,
                                     struct question *q, struct error *err);
/* false when it is none. */
bool question_kind(struct str text, enum kind *out);

#endif
