/* SPDX-License-Identifier: Apache-2.0 */
/* near_fuzz.c - any two byte strings: the distance is symmetric and bounded. */
#include "text/near.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str a, b = str_cut((struct str){(const char *)data, size}, '\n', &a);
    unsigned d = near_distance(a, b, 3);
    if (d > 4 || d != near_distance(b, a, 3))
        abort();
    return 0;
}
