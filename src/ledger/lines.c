/* SPDX-License-Identifier: Apache-2.0 */
/* lines.c - one text for each number, and no line that the file was cut within. */
#include "ledger/lines.h"

bool lines_next(struct lines *l)
{
    size_t len = str_find(l->rest, STR("\n"));
    if (len == SIZE_MAX)
        return false;
    l->line = str_span(l->rest, 0, len);
    l->rest = str_from(l->rest, len + 1);
    l->number++;
    return true;
}

enum status lines_fault(const struct lines *l, const char *why, struct error *err)
{
    size_t at = l->line.s ? (size_t)(l->line.s - l->all.s) : 0;
    return fault_at(err, ERR_INPUT, l->number, at, "%s", why);
}

bool lines_number(struct str s, uint64_t most, uint64_t *out)
{
    return (s.len == 1 || !str_starts(s, STR("0"))) && str_number(s, most, out);
}
