/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_csv.h - the four files of OFAC's CSV set, told apart and freed of their ends. */
#ifndef TOCSIN_OFAC_CSV_H
#define TOCSIN_OFAC_CSV_H

#include "source/ofac.h"

enum csv_role { CSV_PRIMARY, CSV_ALIASES, CSV_ADDRESSES, CSV_COMMENTS, CSV_ROLES };

struct csv_files {
    struct str bytes[CSV_ROLES]; /* without the byte 0x1A; UTF-8 */
    struct str name[CSV_ROLES];  /* for faults: at most 60 bytes */
    bool given[CSV_ROLES];
};

/* Bytes that had to be repaired are in the arena. */
MUST_CHECK enum status csv_files_take(const struct input *in, struct sink *out, struct arena *a,
                                      struct csv_files *files, struct error *err);
size_t csv_columns(enum csv_role role);
const char *csv_role_name(enum csv_role role);

#endif
