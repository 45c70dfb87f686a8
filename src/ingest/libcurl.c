/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl.c - each function looked up by its name, once. */
#include "ingest/libcurl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static const struct {
    const char *symbol;
    size_t place; /* of its pointer in the table */
} functions[] = {
#define LIBCURL_PLACE(name) {"curl_" #name, offsetof(struct libcurl, name)},
    LIBCURL_FUNCTIONS(LIBCURL_PLACE)
#undef LIBCURL_PLACE
};

enum status libcurl_load(const char *name, struct libcurl *out, struct error *err)
{
    enum status rc = OK;
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library)
        return fault(err, ERR_NETWORK, 0, "nothing can be fetched without libcurl: %s", dlerror());
    for (size_t i = 0; i < COUNT(functions) && !rc; i++) {
        void *function = dlsym(library, functions[i].symbol);
        /* POSIX lets a pointer to an object hold a function's, ISO C does not convert it. */
        memcpy((char *)out + functions[i].place, &function, sizeof function);
        if (!function)
            rc = fault(err, ERR_NETWORK, 0, "nothing can be fetched: %s lacks %s", name,
                       functions[i].symbol);
    }
    dlclose(library);
    return rc;
}
