/* SPDX-License-Identifier: Apache-2.0 */
/* base.c - strings, arenas and errors. */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool str_is_nocase(struct str a, const char *cstr)
{
    return a.len == strlen(cstr) && (a.len == 0 || strncasecmp(a.s, cstr, a.len) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.s, b.s, shorter) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_from(s, s.len - suffix.len), suffix);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.len == 0)
        return 0;
    if (s.len < needle.len)
        return SIZE_MAX;
    const char *at = s.s, *end = s.s + s.len;
    while ((size_t)(end - at) >= needle.len) {
        at = memchr(at, needle.s[0], (size_t)(end - at) - needle.len + 1);
        if (!at)
            break;
        if (memcmp(at, needle.s, needle.len) == 0)
            return (size_t)(at - s.s);
        at++;
    }
    return SIZE_MAX;
}

size_t str_find_nocase(struct str s, struct str needle)
{
    for (size_t i = 0; needle.len <= s.len && i <= s.len - needle.len; i++)
        if (needle.len == 0 || strncasecmp(s.s + i, needle.s, needle.len) == 0)
            return i;
    return SIZE_MAX;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim_blanks(struct str s)
{
    while (s.len && is_space(s.s[s.len - 1]))
        s.len--;
    while (s.len && is_space(s.s[0]))
        s.s++, s.len--;
    return s;
}

struct str str_cut(struct str s, char sep, struct str *head)
{
    return str_cut_at(s, (struct str){&sep, 1}, head);
}

struct str str_cut_at(struct str s, struct str sep, struct str *head)
{
    size_t at = s.len ? str_find(s, sep) : SIZE_MAX;
    if (at == SIZE_MAX) {
        *head = s;
        return (struct str){0};
    }
    *head = str_span(s, 0, at);
    return str_from(s, at + sep.len);
}

bool str_number(struct str s, uint64_t max, uint64_t *out)
{
    uint64_t n = 0;
    if (s.len == 0 || s.len > 20)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
        if (__builtin_mul_overflow(n, 10, &n) ||
            __builtin_add_overflow(n, (uint64_t)(s.s[i] - '0'), &n))
            return false;
    }
    if (n > max)
        return false;
    *out = n;
    return true;
}

/* Blocks double from BLOCK_LEAST to BLOCK_MOST, newest first in the list, and
 * allocations are cut from the newest.  Under AddressSanitizer each allocation
 * is a block of its own, so that an overrun is seen at once. */
#if defined(__SANITIZE_ADDRESS__)
enum { BLOCK_LEAST = 0, BLOCK_MOST = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { BLOCK_LEAST = 0, BLOCK_MOST = 0 };
#else
enum { BLOCK_LEAST = 16 << 10, BLOCK_MOST = 1 << 20 };
#endif
#else
enum { BLOCK_LEAST = 16 << 10, BLOCK_MOST = 1 << 20 };
#endif

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    max_align_t data[];
};

static struct arena_block *block_add(struct arena *a, size_t least)
{
    size_t size = a->head ? a->head->size * 2 : BLOCK_LEAST;
    size = size > BLOCK_MOST ? BLOCK_MOST : size;
    size = size < least ? least : size;
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    *block = (struct arena_block){.next = a->head, .size = size};
    a->head = block;
    return block;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
    size_t bytes, limit = a->limit ? a->limit : SIZE_MAX / 2;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > limit - a->used) {
        a->failed = true;
        return NULL;
    }
    size_t room = (bytes + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
    struct arena_block *block = a->head;
    if (!block || block->size - block->used < room)
        block = block_add(a, room);
    if (!block) {
        a->failed = true;
        return NULL;
    }
    char *at = (char *)block->data + block->used;
    block->used += room;
    a->used += bytes;
    return memset(at, 0, bytes);
}

struct str arena_copy(struct arena *a, struct str s)
{
    char *copy = s.len < SIZE_MAX ? arena_alloc(a, s.len + 1, 1) : NULL;
    if (!copy)
        return (struct str){0};
    if (s.len)
        memcpy(copy, s.s, s.len);
    return (struct str){copy, s.len};
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, fmt, args);
    char *text = need >= 0 ? arena_alloc(a, (size_t)need + 1, 1) : NULL;
    if (text)
        vsnprintf(text, (size_t)need + 1, fmt, again);
    va_end(again);
    va_end(args);
    return text ? (struct str){text, (size_t)need} : (struct str){0};
}

void arena_reset(struct arena *a)
{
    /* The newest block is the largest; the others would only fragment. */
    struct arena_block *keep = a->head;
    if (keep) {
        struct arena rest = {.head = keep->next};
        arena_free(&rest);
        keep->next = NULL;
        keep->used = 0;
    }
    a->used = 0;
    a->failed = false;
}

void arena_free(struct arena *a)
{
    while (a->head) {
        struct arena_block *next = a->head->next;
        free(a->head);
        a->head = next;
    }
    a->used = 0;
    a->failed = false;
}

/* Makes an allocation of `bytes` the half of a longer one, where it is the last of
 * its block and there is room. */
static bool arena_double(struct arena *a, void *at, size_t bytes)
{
    struct arena_block *block = a->head;
    size_t limit = a->limit ? a->limit : SIZE_MAX / 2;
    char *end = (char *)at + bytes;
    if (!block || bytes % sizeof(max_align_t) || end != (char *)block->data + block->used ||
        block->size - block->used < bytes || bytes > limit - a->used)
        return false;
    block->used += bytes;
    a->used += bytes;
    memset(end, 0, bytes);
    return true;
}

void *vec_grow(struct arena *a, void *at, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return at;
    size_t wider = *cap ? *cap * 2 : 4;
    if (*cap && arena_double(a, at, *cap * size)) {
        *cap = wider;
        return at;
    }
    void *room = arena_alloc(a, wider, size);
    if (!room)
        return at;
    if (count)
        memcpy(room, at, count * size);
    *cap = wider;
    return room;
}

void *vec_waste(size_t size)
{
    /* One place per thread for items that nobody will read. */
    static _Thread_local max_align_t waste[VEC_ITEM_MAX / sizeof(max_align_t)];
    if (size > sizeof waste)
        abort();
    return memset(waste, 0, sizeof waste);
}

/* Length of the character of UTF-8 (RFC 3629) at s, which ends with a NUL; 0 for
 * what is none. */
static size_t character(const unsigned char *s)
{
    size_t len = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[0] > 0xF4 || (len > 1 && (s[1] < low || s[1] > high)))
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

/* A sentence quotes its input, perhaps cut in the middle of a character, and
 * goes on into JSON and terminals. */
static void make_showable(char *text)
{
    for (char *c = text; *c;) {
        size_t len = character((const unsigned char *)c);
        if (len == 0)
            *c = '?';
        else if (len == 1 && (*c < ' ' || *c == 0x7F))
            *c = ' ';
        c += len ? len : 1;
    }
}

PRINTF_LIKE(5, 0)
static void describe(struct error *err, enum status status, size_t line, size_t offset,
                     const char *fmt, va_list args)
{
    if (!err || err->status != OK)
        return;
    err->status = status;
    err->line = line;
    err->offset = offset;
    vsnprintf(err->why, sizeof err->why, fmt, args);
    make_showable(err->why);
}

enum status fault(struct error *err, enum status status, size_t offset, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    describe(err, status, 0, offset, fmt, args);
    va_end(args);
    return status;
}

enum status fault_at(struct error *err, enum status status, size_t line, size_t offset,
                     const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    describe(err, status, line, offset, fmt, args);
    va_end(args);
    return status;
}

enum status fault_errno(struct error *err, const char *what, const char *path)
{
    char room[128] = "";
    /* The GNU form, as _GNU_SOURCE has it: the text may be elsewhere. */
    const char *text = strerror_r(errno, room, sizeof room);
    return fault(err, ERR_IO, 0, "%s %s: %s", what, path, text);
}
