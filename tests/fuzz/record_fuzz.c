/* SPDX-License-Identifier: Apache-2.0 */
/* record_fuzz.c - any record that can be filled is written in the one form that is decoded;
 * any bytes that are decoded are what the record says; nothing differs from itself;
 * and that bytes are a record is found without a tree as with one. */
#include "record/decode.h"
#include "record/diff.h"
#include "record/record.h"
#include "text/clean.h"

#include <stdlib.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* With a tree and without one: the same is taken, for the same reason, of the same. */
static void checked_alike(struct str bytes)
{
    struct arena a = {0};
    struct error one = {0}, two = {0};
    struct record_head c;
    struct node *top;
    enum status rc = record_decode(&a, bytes, &top, &one);
    must(record_check(&a, bytes, &c, &two) == rc && one.offset == two.offset);
    if (!rc) {
        struct record_head h = record_head_of(top);
        must(str_equal(h.list, c.list) && str_equal(h.ref, c.ref) && str_equal(h.name, c.name));
        must(str_equal(h.native, c.native) && str_equal(h.amended, c.amended));
        must(h.in_force == c.in_force);
    }
    arena_free(&a);
}

/* The next field of the input: up to a byte 0xFF. */
static struct str next(struct str *rest)
{
    struct str field;
    *rest = str_cut(*rest, (char)0xFF, &field);
    return str_span(field, 0, utf8_valid(field));
}

static void fill(struct arena *a, struct record *r, struct str rest)
{
    while (rest.len && r->names.count < 200) {
        unsigned kind = (unsigned char)rest.s[0];
        rest = str_from(rest, 1);
        struct str one = next(&rest), two = next(&rest);
        switch (kind % 8) {
        case 0:
            record_name(a, r, (enum quality)(kind / 8 % 5), one)->note = two;
            break;
        case 1:
            name_part(a, record_name(a, r, QUALITY_STRONG, one), (enum part)(kind / 8 % 13), two);
            break;
        case 2:
            record_identifier(a, r, one, two)->country = one;
            break;
        case 3:
            record_detail(a, r, "remark", one);
            break;
        case 4:
            record_country(a, r, "nationality", one, two);
            break;
        case 5:
            record_text(a, &r->remarks, one);
            record_text(a, &r->programmes, two);
            break;
        case 6:
            record_xref(a, r, "un", one);
            break;
        default:
            record_measure(a, r, one);
        }
    }
}

static void round_trip(struct str input)
{
    struct arena a = {0};
    struct record r = {.list = STR("test"), .ref = STR("1"), .kind = KIND_PERSON};
    struct buf bytes = {0}, difference = {0};
    struct error err = {0};
    struct node *top;
    record_name(&a, &r, QUALITY_PRIMARY, STR("Test"));
    fill(&a, &r, input);
    record_write(&r, &bytes);
    must(record_decode(&a, buf_str(&bytes), &top, &err) == OK);
    must(str_is(record_head_of(top).ref, "1"));
    checked_alike(buf_str(&bytes));
    record_diff(top, top, &difference);
    must(str_is(buf_str(&difference), "[]") && record_same_party(top, top));
    buf_free(&bytes);
    buf_free(&difference);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct str input = {(const char *)data, size};
    struct error err = {0};
    struct node *top;
    if (record_decode(&a, input, &top, &err) == OK)
        must(str_equal(top->text, input) && utf8_valid(input) == size);
    else
        must(err.status == ERR_CORRUPT && err.why[0] && err.offset <= size);
    arena_free(&a);
    checked_alike(input);
    round_trip(input);
    return 0;
}
