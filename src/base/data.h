/* SPDX-License-Identifier: Apache-2.0 */
/* data.h - the tables of data/ and cases/ that the program carries in itself. */
#ifndef TOCSIN_DATA_H
#define TOCSIN_DATA_H

#include "base/base.h"

/* The bytes of a file by its path in the repository ("data/regimes.csv"); they
 * live as long as the program.  The empty str when there is no such file. */
struct str data_file(const char *path);

#endif
