/* SPDX-License-Identifier: Apache-2.0 */
/* shown.h - text from the other side, made fit to be shown and kept. */
#ifndef TOCSIN_SHOWN_H
#define TOCSIN_SHOWN_H

#include "base/base.h"

/* A copy of text in printable ASCII and line feeds: carriage returns go, other
 * bytes become %XX.  Every place of the token, plain or percent-encoded, becomes
 * "***".  The empty str when the arena fails, never the token. */
struct str shown_text(struct arena *a, struct str text, struct str token);

/* Printable ASCII and spaces only, so that it can stand in a header field. */
bool shown_is_plain(struct str text);

#endif
