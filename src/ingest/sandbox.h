/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.h - a process gives up everything but reading, writing and thinking.
 *
 * For the child that parses untrusted bytes: afterwards it can read and write
 * the descriptors it has, use memory up to a limit and end; it cannot open a
 * file or a socket, start a process or a thread, or make memory executable. */
#ifndef TOCSIN_SANDBOX_H
#define TOCSIN_SANDBOX_H

#include "base/base.h"

/* Whether this is a sanitized build, which needs more than a parser does. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

struct sandbox_limits {
    size_t memory;        /* bytes of address space beyond what the process has now */
    unsigned cpu_seconds; /* then it is killed */
};

/* Enters for good: seccomp (must work), Landlock (as far as the kernel has it)
 * and rlimits.  Opening anything fails with EPERM afterwards; any other call
 * that a parser has no use for kills the process. */
MUST_CHECK enum status sandbox_enter(const struct sandbox_limits *limits, struct error *err);

#endif
