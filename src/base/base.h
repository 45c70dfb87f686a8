/* SPDX-License-Identifier: Apache-2.0 */
/* base.h - the few words every other file uses: strings, arenas, errors.
 *
 * Nothing here knows what a sanctions list is.  A file outside src/base needs
 * this header and the header of the layer it stands on, and no more. */
#ifndef TOCSIN_BASE_H
#define TOCSIN_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK             __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define ALWAYS_INLINE          inline __attribute__((always_inline))
#define COUNT(array)           (sizeof(array) / sizeof((array)[0]))

/* A str is a view of bytes owned by someone else, not NUL-terminated and free
 * to hold any byte.  Passing one by value never copies the bytes. */
struct str {
    const char *s;
    size_t len;
};

static inline unsigned lowest_bit(uint32_t x) /* x is not 0 */
{
    return (unsigned)__builtin_ctz(x);
}

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", STRF(name). */
#define STRF(str) (int)(str).len, (str).s

/* These six are in every loop over a file, so they are here: with a literal the
 * length is known when the program is built. */
static inline struct str str_of(const char *cstr) /* NULL gives the empty str */
{
    return (struct str){cstr, cstr ? strlen(cstr) : 0};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static inline bool str_is(struct str a, const char *cstr)
{
    return str_equal(a, str_of(cstr));
}

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.s, prefix.s, prefix.len) == 0);
}

static inline struct str str_from(struct str s, size_t at) /* s without its first `at` bytes */
{
    at = at < s.len ? at : s.len;
    return at ? (struct str){s.s + at, s.len - at} : s;
}

static inline struct str str_span(struct str s, size_t at, size_t len) /* clipped to s */
{
    s = str_from(s, at);
    s.len = len < s.len ? len : s.len;
    return s;
}

bool str_is_nocase(struct str a, const char *cstr); /* ASCII case only */
/* Byte order, shorter first when one is the beginning of the other. */
int str_compare(struct str a, struct str b);
bool str_ends(struct str s, struct str suffix);
/* The first place of needle in s, or SIZE_MAX.  The nocase form folds ASCII. */
size_t str_find(struct str s, struct str needle);
size_t str_find_nocase(struct str s, struct str needle);
/* Without ASCII white space at both ends.  Most texts have none, which is seen here. */
struct str str_trim_blanks(struct str s);
static inline struct str str_trim(struct str s)
{
    bool plain = s.s && s.len && (unsigned char)s.s[0] > ' ' && (unsigned char)s.s[s.len - 1] > ' ';
    return plain ? s : str_trim_blanks(s);
}

/* Splits s at the first sep: *head takes what is before it, and the rest,
 * without the separator, is returned.  Without a separator *head is all of s
 * and the rest is empty. */
struct str str_cut(struct str s, char sep, struct str *head);
/* The same for a separator of several bytes. */
struct str str_cut_at(struct str s, struct str sep, struct str *head);

/* Decimal digits only, no sign, at most max; false leaves *out alone. */
MUST_CHECK bool str_number(struct str s, uint64_t max, uint64_t *out);

/* An arena owns memory with one lifetime: a request, a parse, a snapshot.
 * Allocations are zeroed and are all released together.  `limit` bounds what
 * one hostile input can cost (0: no bound); going past it is an ordinary
 * failure.  `failed` stays set from the first failure to the next reset, so
 * that a builder of many small things may ask once, at its end. */
struct arena {
    struct arena_block *head;
    size_t used;
    size_t limit;
    bool failed;
};

/* Returns zeroed room for count items of size bytes, or NULL when the arena is
 * at its limit or memory has run out. */
MUST_CHECK void *arena_alloc(struct arena *a, size_t count, size_t size);
#define NEW(arena, type) ((type *)arena_alloc(arena, 1, sizeof(type)))

/* A copy of s that lives as long as the arena, with a NUL behind it; the empty
 * str when there is no room (and then a->failed). */
struct str arena_copy(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Forgets every allocation but keeps memory for the next use. */
void arena_reset(struct arena *a);
/* Releases every allocation; the arena is then empty and can be used again. */
void arena_free(struct arena *a);

/* A growing array in an arena.  VEC_ADD gives a pointer to a new zeroed item,
 * valid until the next VEC_ADD to the same array; it is never NULL: when there
 * is no room the item is a throw-away one and a->failed is set.  Items are at
 * most VEC_ITEM_MAX bytes. */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t count, cap;                                                                         \
    }
#define VEC_ADD(a, v)                                                                              \
    ((v)->at = vec_grow((a), (v)->at, (v)->count, &(v)->cap, sizeof *(v)->at),                     \
     (v)->count < (v)->cap ? (void *)&(v)->at[(v)->count++] : vec_waste(sizeof *(v)->at))
enum { VEC_ITEM_MAX = 512 };
MUST_CHECK void *vec_grow(struct arena *a, void *at, size_t count, size_t *cap, size_t size);
MUST_CHECK void *vec_waste(size_t size);

typedef VEC(struct str) str_vec;

/* What a call that can fail returns.  0 is success so that `if (rc)` reads as
 * "if it failed". */
enum status {
    OK = 0,
    ERR_INPUT,    /* the bytes given are not what they claim to be */
    ERR_MEMORY,   /* an arena reached its limit, or memory ran out */
    ERR_IO,       /* the operating system refused; errno text is in why */
    ERR_CONFLICT, /* someone else got there first; reload and retry */
    ERR_CORRUPT,  /* our own stored data fails its own checks */
    ERR_NETWORK,  /* the other side could not be reached or misbehaved */
    ERR_USAGE,    /* the caller asked for something that does not exist */
};

/* Where a failure is described.  The deepest call writes it, once; callers
 * above only pass the status on. */
struct error {
    enum status status;
    size_t line;   /* line of the input at fault, from 1; 0 when unknown */
    size_t offset; /* byte of the input at fault, from 0 */
    char why[400]; /* one sentence in UTF-8, no control bytes */
};

/* Records the failure unless one is already there, and returns it, so that a
 * failing function can end with `return fault(err, ...)`. */
enum status fault(struct error *err, enum status status, size_t offset, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
enum status fault_at(struct error *err, enum status status, size_t line, size_t offset,
                     const char *fmt, ...) PRINTF_LIKE(5, 6);
/* ERR_IO with the text of errno behind `what` and the name of the file. */
enum status fault_errno(struct error *err, const char *what, const char *path);

#endif
