/* SPDX-License-Identifier: Apache-2.0 */
/* microhttpd.h - libmicrohttpd, loaded when something is served and not before: it brings nine
 * libraries for TLS, which no other command is to wait for.  Its functions are members of a table,
 * without the prefix `MHD_`, as those of libcurl are (ingest/libcurl.h). */
#ifndef TOCSIN_MICROHTTPD_H
#define TOCSIN_MICROHTTPD_H

#include "base/base.h"

#include <microhttpd.h>

#define MICROHTTPD_FUNCTIONS(X)                                                                    \
    X(add_response_header)                                                                         \
    X(create_response_from_buffer)                                                                 \
    X(destroy_response)                                                                            \
    X(get_connection_info)                                                                         \
    X(lookup_connection_value)                                                                     \
    X(queue_response)                                                                              \
    X(quiesce_daemon)                                                                              \
    X(resume_connection)                                                                           \
    X(start_daemon)                                                                                \
    X(stop_daemon)                                                                                 \
    X(suspend_connection)

/* A member cannot stand in parentheses.  NOLINTBEGIN(bugprone-macro-parentheses) */
struct microhttpd {
#define MICROHTTPD_MEMBER(name) __typeof__(MHD_##name) *name;
    MICROHTTPD_FUNCTIONS(MICROHTTPD_MEMBER)
#undef MICROHTTPD_MEMBER
};
/* NOLINTEND(bugprone-macro-parentheses) */

/* What the dynamic linker knows it by: the ABI that microhttpd.h is of. */
#define MICROHTTPD_NAME "libmicrohttpd.so.12"

/* Fills the table from the library of that name, which stays loaded.  ERR_NETWORK says why it
 * cannot be loaded, or what it lacks. */
MUST_CHECK enum status microhttpd_load(const char *name, struct microhttpd *out, struct error *err);

#endif
