/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl.h - libcurl, loaded when something is fetched and not before.
 *
 * libcurl brings two dozen libraries (TLS, Kerberos, LDAP, SSH …), and to link
 * them takes longer than all else that a short command does.  So the program is
 * not linked with it: its functions are members of a table, without the prefix
 * `curl_`, of the types that curl's header declares.
 *
 * What curl.h does with macros of gcc, to check the type of each option's value,
 * is not done for members: a number is to be written as a long. */
#ifndef TOCSIN_LIBCURL_H
#define TOCSIN_LIBCURL_H

#include "base/base.h"

#include <curl/curl.h>

#define LIBCURL_FUNCTIONS(X)                                                                       \
    X(easy_cleanup)                                                                                \
    X(easy_getinfo)                                                                                \
    X(easy_header)                                                                                 \
    X(easy_init)                                                                                   \
    X(easy_setopt)                                                                                 \
    X(easy_strerror)                                                                               \
    X(free)                                                                                        \
    X(global_cleanup)                                                                              \
    X(global_init)                                                                                 \
    X(multi_add_handle)                                                                            \
    X(multi_cleanup)                                                                               \
    X(multi_info_read)                                                                             \
    X(multi_init)                                                                                  \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_remove_handle)                                                                         \
    X(multi_strerror)                                                                              \
    X(slist_append)                                                                                \
    X(slist_free_all)                                                                              \
    X(url)                                                                                         \
    X(url_cleanup)                                                                                 \
    X(url_get)                                                                                     \
    X(url_set)

/* A member cannot stand in parentheses.  NOLINTBEGIN(bugprone-macro-parentheses) */
struct libcurl {
#define LIBCURL_MEMBER(name) __typeof__(curl_##name) *name;
    LIBCURL_FUNCTIONS(LIBCURL_MEMBER)
#undef LIBCURL_MEMBER
};
/* NOLINTEND(bugprone-macro-parentheses) */

/* What the dynamic linker knows it by: the ABI that curl.h is of. */
#define LIBCURL_NAME "libcurl.so.4"

/* Fills the table from the library of that name.  It stays loaded for the life of
 * the process, since what it brings does not like to be unloaded; a second call
 * costs little.  ERR_NETWORK says why it cannot be loaded, or what it lacks. */
MUST_CHECK enum status libcurl_load(const char *name, struct libcurl *out, struct error *err);

#endif
