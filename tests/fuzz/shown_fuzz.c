/* SPDX-License-Identifier: Apache-2.0 */
/* shown_fuzz.c - any text and any token: what is shown is printable ASCII and line
 * feeds, holds the token nowhere, and is the same when it is shown again. */
#include "ingest/shown.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str token, text = str_cut((struct str){(const char *)data, size}, '\0', &token);
    /* A token with stars could be found in what stands for it. */
    if (!shown_is_plain(token) || (token.len && memchr(token.s, '*', token.len)))
        return 0;
    struct str shown = shown_text(&a, text, token);
    for (size_t i = 0; i < shown.len; i++)
        if (shown.s[i] != '\n' && (shown.s[i] < 0x20 || shown.s[i] > 0x7e))
            abort();
    if (token.len && str_find(shown, token) != SIZE_MAX)
        abort();
    if (!str_equal(shown_text(&a, shown, token), shown))
        abort();
    arena_free(&a);
    return 0;
}
