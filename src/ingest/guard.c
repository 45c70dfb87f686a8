/* SPDX-License-Identifier: Apache-2.0 */
/* guard.c - pure judgement: facts in, a reason out. */
#include "ingest/guard.h"

#include <stdio.h>
#include <string.h>

static bool too_many_gone(const struct guard_facts *f)
{
    return !f->first && f->before >= GUARD_LEAST && f->gone * 100 > f->before * f->guard;
}

/* Adds one reason behind those before it. */
PRINTF_LIKE(3, 4)
static void add(char *why, size_t size, const char *fmt, ...)
{
    size_t len = strlen(why);
    va_list args;
    if (len && len + 2 < size)
        len += (size_t)snprintf(why + len, size - len, "; ");
    va_start(args, fmt);
    vsnprintf(why + len, size - len, fmt, args);
    va_end(args);
}

bool guard_holds(const struct guard_facts *f, char *why, size_t size)
{
    why[0] = 0;
    if (f->declared && f->declared != f->records)
        add(why, size, "the file says that it has %lld records, but %lld were read",
            (long long)f->declared, (long long)f->records);
    if (f->partial)
        add(why, size, "the file says that it is filtered: it is not the whole list");
    if (too_many_gone(f))
        add(why, size, "%lld of %lld entries (%.1f %%) are gone at once; at most %lld %% may be",
            (long long)f->gone, (long long)f->before, 100.0 * (double)f->gone / (double)f->before,
            (long long)f->guard);
    if (!f->first && f->generated.len && str_compare(f->generated, f->generated_before) < 0)
        add(why, size, "the file was made on %.*s, before the newest version (%.*s)",
            STRF(str_span(f->generated, 0, 10)), STRF(str_span(f->generated_before, 0, 10)));
    return why[0] != 0;
}
