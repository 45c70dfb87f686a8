/* SPDX-License-Identifier: Apache-2.0 */
/* reading.h - a name, in any script, as words in plain letters.
 *
 * A reading is a value: it owns its bytes, is never NUL-terminated, and can be
 * kept or thrown away at will.  Reading is total: any bytes are a name, nothing
 * is allocated and nothing can fail; what could not be read is flagged.
 *
 * Folding follows Unicode's NFKC_Casefold (UAX 31), then our own tables of
 * Latin forms by script (doc/design/reading.md).  Words have the letters a-z
 * and the digits 0-9 and nothing else. */
#ifndef TOCSIN_READING_H
#define TOCSIN_READING_H

#include "base/base.h"

/* What a word was written in, as far as likeness differs by it. */
enum letters {
    LETTERS_LATIN,
    LETTERS_CYRILLIC,
    LETTERS_ARABIC,
    LETTERS_HEBREW,
    LETTERS_GREEK,
    LETTERS_ARMENIAN,
    LETTERS_GEORGIAN,
    LETTERS_INDIC,
    LETTERS_HAN,
    LETTERS_HANGUL,
    LETTERS_KANA,
    LETTERS_OTHER,
    LETTERS_COUNT
};

/* What a word is for. */
enum role {
    ROLE_NAME,       /* a part of a name, and whatever is none of those below */
    ROLE_PATRONYMIC, /* Ivanovich, Ivanovna; the word behind bin, ibn, ben, bint */
    ROLE_PARTICLE,   /* al, bin, abu, von, de, of, the, and */
    ROLE_HONORIFIC,  /* Dr, Sheikh, Haji, Mullah, President */
    ROLE_LEGAL,      /* LLC, OOO, GmbH: its letters are those of its class ("llc", "jsc") */
    ROLE_GENERIC,    /* company, bank, trading, group, islamic, brigade */
    ROLE_NUMBER,     /* 44, "forty four", "first": its letters are digits */
    ROLE_INITIAL,    /* a single letter of a name */
    ROLE_COUNT
};

enum {
    WORD_JOINED = 1, /* nothing but a hyphen, apostrophe or the like before it */
    WORD_EVADES = 2, /* look-alikes, invisible characters or digits for letters were undone */
    WORD_GIVEN = 4,  /* a common given name */
};

enum {
    READING_CUT = 1,    /* had more words or letters than fit: those behind are missing */
    READING_UNREAD = 2, /* had letters that we have no Latin form for: they are missing */
    READING_EVADES = 4, /* one of its words does */
};

enum {
    WORD_MAX = 31,  /* letters of a word; those behind are dropped */
    WORDS_MAX = 40, /* words of a reading */
    READING_BYTES = 512,
    READINGS_MAX = 3, /* ways to read one name */
};

struct word {
    uint16_t at; /* of its letters in the reading's bytes */
    uint8_t len; /* 1 to WORD_MAX */
    uint8_t letters, role, flags;
};

struct reading {
    uint16_t count, used; /* words; bytes */
    uint8_t flags;
    struct word words[WORDS_MAX]; /* in the order of the name */
    char bytes[READING_BYTES];
};

static inline struct str reading_word(const struct reading *r, size_t i)
{
    return (struct str){r->bytes + r->words[i].at, r->words[i].len};
}

/* Reads a name.  Writes the usual reading to out[0] and other ones behind it,
 * and returns how many: 1 to READINGS_MAX.  A name without letters and digits
 * gives one reading without words. */
size_t name_read(struct str name, struct reading out[READINGS_MAX]);

#endif
