/* SPDX-License-Identifier: Apache-2.0 */
/* sources.c - the table of sources: what Tocsin can read. */
#include "source/source.h"

static const struct source *const sources[] = {
    &source_un,  &source_ofac,      &source_eu,       &source_gb,     &source_ch,
    &source_ca,  &source_ca_terror, &source_au,       &source_us_fto, &source_ru_fsb,
    &source_ftm, &source_table,     &source_casebook,
};

const struct source *source_find(struct str name)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (str_is(name, sources[i]->name))
            return sources[i];
    return NULL;
}
