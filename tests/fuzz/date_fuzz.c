/* SPDX-License-Identifier: Apache-2.0 */
/* date_fuzz.c - any text in any order: what is read is an interval of days that
 * exist, whose ends read as themselves; what is not read is kept as text. */
#include "record/date.h"

#include <stdlib.h>

#include "text/clean.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

static int rank(struct day d, int fill)
{
    return (d.year * 100 + (d.month ? d.month : fill)) * 100 + (d.day ? d.day : fill);
}

static void check_day(struct arena *a, struct day d, enum date_order order)
{
    must(d.year >= 1000 && d.month >= 0 && d.month <= 12 && d.day >= 0 && d.day <= 31);
    must(d.month || !d.day);
    struct dating again = date_read(a, date_text(a, d), order);
    must(rank(again.from, 0) == rank(d, 0) && rank(again.to, 0) == rank(d, 0));
}

static void check(struct arena *a, struct str text, struct dating d, enum date_order order)
{
    struct str clean = text_clean(a, text);
    must(d.text.len == 0 || str_equal(d.text, clean));
    if (!day_known(d.from)) {
        must(str_equal(d.text, clean) && !day_known(d.to));
        return;
    }
    must(rank(d.from, 0) <= rank(d.to, 99));
    if (d.calendar.len == 0 || str_is(d.calendar, "unknown")) {
        check_day(a, d.from, order);
        check_day(a, d.to, order);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    if (size == 0 || size > 400)
        return 0;
    enum date_order order = (enum date_order)(data[0] % 3);
    struct str text = {(const char *)data + 1, size - 1};
    check(&a, text, date_read(&a, text, order), order);
    check(&a, text, date_from_serial(&a, text, data[0] & 4, order), order);

    str_vec dates = {0};
    date_split(&a, text, &dates);
    for (size_t i = 0; i < dates.count; i++)
        must(dates.at[i].len > 0 && str_find(text, dates.at[i]) != SIZE_MAX);

    struct str year, month, day = str_cut(text, '/', &year);
    day = str_cut(day, '/', &month);
    struct dating parts = date_of_parts(year, month, day);
    if (day_known(parts.from))
        check_day(&a, parts.from, order);
    arena_free(&a);
    return 0;
}
