/* SPDX-License-Identifier: Apache-2.0 */
/* gb_fuzz.c - any rows below each of the layouts: turning their order round
 * gives the same records; and any bytes as a whole file. */
#include "format/csv.h"
#include "source/gb.h"

#include <stdlib.h>

static const char *const heads[] = {
    "Name 6,Name 1,Alias Type,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,"
    "Address 1,Country,Other Information,Group Type,Regime,Listed On,Group ID\n",
    "Group ID,Name 6,Name Non-Latin Script,Passport Number,Passport Details,Gender,Position,"
    "Other Information,Group Type,Alias Quality,Regime,Listed On,Last Updated\n",
    "Unique ID,OFSI Group ID,Name 6,Name 1,Name type,UN Reference Number,Sanctions Imposed,"
    "Designation Type,Regime Name,IMO number,Year Built,Previous flags,Title\n",
};

static enum status put(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    (void)r, (void)err;
    buf_put(ctx, canonical);
    buf_byte(ctx, '\n');
    return OK;
}

static enum status read_all(struct str bytes, struct buf *lines)
{
    struct error err = {0};
    struct sink sink = {.put = put, .ctx = lines};
    struct input_file file = {STR("list"), bytes};
    struct input in = {.list = STR("gb"), .files = &file, .count = 1};
    enum status rc = source_gb.parse(&in, &sink, &err);
    if ((rc == OK) != (err.status == OK))
        abort();
    sink_free(&sink);
    return rc;
}

/* The same rows, last first; false when they are not rows. */
static bool turn_round(struct str rows, struct buf *out)
{
    struct csv csv = csv_open(rows, ',');
    struct arena a = {0};
    struct error err = {0};
    VEC(size_t) starts = {0};
    struct row row;
    while (csv_next(&csv, &a, &row, &err))
        *(size_t *)VEC_ADD(&a, &starts) = row.offset;
    size_t end = rows.len;
    for (size_t i = starts.count; i-- > 0; end = starts.at[i])
        buf_put(out, str_span(rows, starts.at[i], end - starts.at[i]));
    csv_close(&csv);
    arena_free(&a);
    return err.status == OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct buf forth = {0}, back = {0}, lines = {0}, again = {0}, rows = {0};
    if (size == 0)
        return 0;
    struct str number = gb_number(bytes);
    if (number.len && (number.s < bytes.s || number.s + number.len > bytes.s + bytes.len))
        abort();
    if (data[0] == '<' || size < 2) {
        (void)read_all(bytes, &lines);
    } else {
        buf_puts(&forth, heads[data[0] % COUNT(heads)]);
        buf_puts(&back, heads[data[0] % COUNT(heads)]);
        buf_put(&rows, str_from(bytes, 1));
        buf_byte(&rows, '\n');
        /* A byte order mark in front of the rows is one only there. */
        if (!str_starts(buf_str(&rows), STR("\xEF\xBB\xBF")) && turn_round(buf_str(&rows), &back)) {
            buf_put(&forth, buf_str(&rows));
            enum status rc = read_all(buf_str(&forth), &lines);
            if (read_all(buf_str(&back), &again) != rc ||
                (rc == OK && !str_equal(buf_str(&lines), buf_str(&again))))
                abort();
        }
    }
    buf_free(&forth);
    buf_free(&back);
    buf_free(&lines);
    buf_free(&again);
    buf_free(&rows);
    return 0;
}
