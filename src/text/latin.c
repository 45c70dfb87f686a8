/* SPDX-License-Identifier: Apache-2.0 */
/* latin.c - looking up what tools/make-latin has made. */
#include "text/latin.h"

#include "text/latin_table.h"

uint16_t latin_find(uint32_t c)
{
    return c < LATIN_TOP ? latin_points[latin_blocks[c / 64]][c % 64] : 0;
}

const struct form *latin_form(uint16_t number)
{
    return &latin_forms[number];
}

struct str latin_letters(const struct form *f)
{
    return (struct str){latin_pool + f->at, f->len};
}

uint32_t latin_compose(uint32_t c, uint32_t mark)
{
    size_t low = 0, high = latin_composed_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        const struct composed *at = &latin_composed[mid];
        if (at->c == c && at->mark == mark)
            return at->whole;
        if (at->c < c || (at->c == c && at->mark < mark))
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

uint32_t latin_hangul(uint32_t han)
{
    size_t low = 0, high = latin_hanguls_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (latin_hanguls[mid][0] == han)
            return latin_hanguls[mid][1];
        if (latin_hanguls[mid][0] < han)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

struct str latin_surname(uint32_t han)
{
    for (size_t i = 0; i < latin_surnames_count; i++)
        if (latin_surnames[i].han == han)
            return str_of(latin_surnames[i].letters);
    return STR("");
}
