/* SPDX-License-Identifier: Apache-2.0 */
/* library.c - each function looked up by its name, once. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

enum status library_load(const char *name, const struct library *l, void *table, struct error *err)
{
    enum status rc = OK;
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library)
        return fault(err, ERR_NETWORK, 0, "nothing can be %s without %s: %s", l->done, l->known,
                     dlerror());
    for (size_t i = 0; i < l->count && !rc; i++) {
        void *function = dlsym(library, l->functions[i].symbol);
        /* POSIX lets a pointer to an object hold a function's, ISO C does not convert it. */
        memcpy((char *)table + l->functions[i].place, &function, sizeof function);
        if (!function)
            rc = fault(err, ERR_NETWORK, 0, "nothing can be %s: %s lacks %s", l->done, name,
                       l->functions[i].symbol);
    }
    dlclose(library);
    return rc;
}
