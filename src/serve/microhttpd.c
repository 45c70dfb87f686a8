/* SPDX-License-Identifier: Apache-2.0 */
/* microhttpd.c - each function looked up by its name, once. */
#include "serve/microhttpd.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

static const struct {
    const char *symbol;
    size_t place; /* of its pointer in the table */
} functions[] = {
#define MICROHTTPD_PLACE(name) {"MHD_" #name, offsetof(struct microhttpd, name)},
    MICROHTTPD_FUNCTIONS(MICROHTTPD_PLACE)
#undef MICROHTTPD_PLACE
};

enum status microhttpd_load(const char *name, struct microhttpd *out, struct error *err)
{
    enum status rc = OK;
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library)
        return fault(err, ERR_NETWORK, 0, "nothing can be served without libmicrohttpd: %s",
                     dlerror());
    for (size_t i = 0; i < COUNT(functions) && !rc; i++) {
        void *function = dlsym(library, functions[i].symbol);
        /* POSIX lets a pointer to an object hold a function's, ISO C does not convert it. */
        memcpy((char *)out + functions[i].place, &function, sizeof function);
        if (!function)
            rc = fault(err, ERR_NETWORK, 0, "nothing can be served: %s lacks %s", name,
                       functions[i].symbol);
    }
    dlclose(library);
    return rc;
}
