/* SPDX-License-Identifier: Apache-2.0 */
/* date_token.h - the words and numbers of a date text, for date.c alone. */
#ifndef TOCSIN_DATE_TOKEN_H
#define TOCSIN_DATE_TOKEN_H

#include "record/date.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,  /* of up to four digits; dd, mm, xx and ?? are 0 of none */
    TOKEN_MONTH,   /* a month's name */
    TOKEN_DECADE,  /* the s of 1960s */
    TOKEN_BETWEEN, /* between, from */
    TOKEN_AND,
    TOKEN_TO,
    TOKEN_DASH,
    TOKEN_SLASH,
    TOKEN_DOT, /* after a number; others are dropped */
    TOKEN_COMMA,
    TOKEN_OTHER, /* anything that is not understood */
};

struct token {
    enum token_kind kind;
    int value, digits;
    bool spaced; /* white space stands before it */
};

enum { TOKENS_MAX = 24 };

/* What a text holds: its tokens, ended by TOKEN_END, and what words anywhere
 * in it say of the whole. */
struct tokens {
    struct token at[TOKENS_MAX + 1];
    size_t count;
    bool circa;
    bool keep; /* words were passed over that the dating does not tell */
    const char *calendar;
};

/* What stands in brackets is passed over, but for words such as circa; a number
 * or month there is TOKEN_OTHER, as is elsewhere what is not known.  With `packed`, a number of
 * eight digits is YYYYMMDD. */
void tokens_read(struct tokens *t, struct str text, bool packed);
/* The month of a name in any language known, 1 to 12, or 0. */
int month_named(struct str word);

#endif
