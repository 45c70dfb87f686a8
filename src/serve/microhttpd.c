/* SPDX-License-Identifier: Apache-2.0 */
/* microhttpd.c - which functions of libmicrohttpd are called. */
#include "serve/microhttpd.h"

#include "base/library.h"

#include <stddef.h>

static const struct library_function functions[] = {
#define MICROHTTPD_PLACE(name) {"MHD_" #name, offsetof(struct microhttpd, name)},
    MICROHTTPD_FUNCTIONS(MICROHTTPD_PLACE)
#undef MICROHTTPD_PLACE
};

enum status microhttpd_load(const char *name, struct microhttpd *out, struct error *err)
{
    const struct library l = {"served", "libmicrohttpd", functions, COUNT(functions)};
    return library_load(name, &l, out, err);
}
