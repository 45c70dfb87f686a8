/* SPDX-License-Identifier: Apache-2.0 */
/* fsb_fuzz.c - any bytes as the FSB's page, and behind a good row: that row is there,
 * and nothing is suspended unless the page says the word or an override does. */
#include "fuzz_source.h"

#include "base/buf.h"

/* Bytes that could make the word: Cyrillic ones, or references to them. */
static bool could_say_it(struct str s)
{
    return memchr(s.s ? s.s : "", '&', s.len) || str_find(s, STR("\xD1")) != SIZE_MAX ||
           str_find(s, STR("\xF0")) != SIZE_MAX || utf8_valid(s) != s.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct fuzz_seen seen;
    struct buf page = {0};
    (void)fuzz_source(&source_ru_fsb, in, (struct str){0}, &seen);
    if (!could_say_it(in))
        must(seen.suspended == 0);
    fuzz_free(&seen);
    buf_puts(&page, "<table><tr><td>1</td><td>«Пример»</td><td>Суд, от 01.02.2003</td></tr>");
    buf_put(&page, in);
    enum status rc = fuzz_source(&source_ru_fsb, buf_str(&page), (struct str){0}, &seen);
    if (rc == OK)
        must(str_find(buf_str(&seen.text), STR("\"ref\":\"пример/2003-02-01\"")) != SIZE_MAX ||
             utf8_valid(in) != size);
    fuzz_free(&seen);
    buf_free(&page);
    return 0;
}
