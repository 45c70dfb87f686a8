/* SPDX-License-Identifier: Apache-2.0 */
/* clean_fuzz.c - any bytes: cleaning twice is cleaning once, is never longer
 * and makes nothing invalid; the steps of eight see what single bytes show. */
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t valid_slowly(struct str s)
{
    size_t at = 0, len;
    for (; at < s.len; at += len)
        if (utf8_next(str_from(s, at), &len) == 0xFFFD && len == 1)
            break;
    return at;
}

/* Two blanks in front take the text through the slow path from its start. */
static void check_slow_path(struct arena *a, struct str s, struct str once)
{
    struct str slow = text_clean(a, arena_printf(a, "x  %.*s", STRF(s)));
    must(str_equal(once, str_from(slow, 2)) && str_is(str_span(slow, 0, 2), once.len ? "x " : "x"));
}

static void check_items(struct arena *a, struct str s)
{
    str_vec items = {0};
    size_t total = 0;
    text_items(a, s, &items);
    for (size_t i = 0; i < items.count; i++) {
        must(items.at[i].len > 0 && str_find(s, items.at[i]) != SIZE_MAX);
        total += items.at[i].len;
    }
    must(total <= s.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str s = {(const char *)data, size};
    bool valid = utf8_valid(s) == s.len;
    must(utf8_valid(s) == valid_slowly(s));

    struct str once = text_clean(&a, s);
    must(once.len <= s.len && str_find(once, STR("  ")) == SIZE_MAX);
    must(!valid || utf8_valid(once) == once.len);
    size_t used = a.used;
    must(str_equal(text_clean(&a, once), once) && a.used == used);
    if (size && !memchr(data, 0, size))
        check_slow_path(&a, s, once);

    struct str plain = text_unescape(&a, s), wide = text_from_1252(&a, s);
    must(plain.len <= s.len && (!valid || utf8_valid(plain) == plain.len));
    must(utf8_valid(wide) == wide.len);
    must(strlen(text_script(s)) == 4);
    check_items(&a, s);
    arena_free(&a);
    return 0;
}
