/* SPDX-License-Identifier: Apache-2.0 */
/* guard.c - pure judgement: facts in, a reason out. */
#include "ingest/guard.h"

#include <stdio.h>

static bool too_many_gone(const struct guard_facts *f)
{
    return !f->first && f->before >= GUARD_LEAST && f->gone * 100 > f->before * f->guard;
}

bool guard_holds(const struct guard_facts *f, char *why, size_t size)
{
    if (f->declared && f->declared != f->records) {
        snprintf(why, size, "the file says that it has %lld records, but %lld were read",
                 (long long)f->declared, (long long)f->records);
        return true;
    }
    if (f->partial) {
        snprintf(why, size, "the file says that it is filtered: it is not the whole list");
        return true;
    }
    if (!f->first && f->generated.len && str_compare(f->generated, f->generated_before) < 0) {
        snprintf(why, size, "the file was made on %.*s, before the newest version (%.*s)",
                 STRF(f->generated), STRF(f->generated_before));
        return true;
    }
    if (too_many_gone(f)) {
        snprintf(why, size,
                 "%lld of %lld entries (%.1f %%) are gone at once; at most %lld %% may be",
                 (long long)f->gone, (long long)f->before,
                 100.0 * (double)f->gone / (double)f->before, (long long)f->guard);
        return true;
    }
    return false;
}
