/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl.c - which functions of libcurl are called. */
#include "ingest/libcurl.h"

#include "base/library.h"

#include <stddef.h>

static const struct library_function functions[] = {
#define LIBCURL_PLACE(name) {"curl_" #name, offsetof(struct libcurl, name)},
    LIBCURL_FUNCTIONS(LIBCURL_PLACE)
#undef LIBCURL_PLACE
};

enum status libcurl_load(const char *name, struct libcurl *out, struct error *err)
{
    const struct library l = {"fetched", "libcurl", functions, COUNT(functions)};
    return library_load(name, &l, out, err);
}
