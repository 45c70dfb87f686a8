/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.c - seccomp by libseccomp, Landlock by system call, and rlimits.
 *
 * Seccomp alone would do; Landlock stands behind it should a call be missing
 * from the table, and the limits bound what is still allowed.  Under a
 * sanitizer the run-time itself needs memory and calls that a parser does not,
 * so there the address space is not limited and unlisted calls fail with EPERM
 * instead of killing. */
#include "ingest/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What parsing takes: descriptors that are open already, memory, and an end. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(getrandom),
    SCMP_SYS(sysinfo),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(restart_syscall),
#if SANDBOX_SANITIZED
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(getrlimit),
    SCMP_SYS(prlimit64),
#endif
};

/* Libraries try these and manage without; they learn that they may not. */
static const int refused[] = {
    SCMP_SYS(open),  SCMP_SYS(openat),     SCMP_SYS(stat),       SCMP_SYS(lstat),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(access),     SCMP_SYS(readlink),
    SCMP_SYS(ioctl), SCMP_SYS(socket),     SCMP_SYS(getcwd),     SCMP_SYS(lseek),
    SCMP_SYS(fcntl), SCMP_SYS(uname),      SCMP_SYS(readlinkat), SCMP_SYS(faccessat),
};

static bool add_rules(scmp_filter_ctx filter)
{
    for (size_t i = 0; i < COUNT(allowed); i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0))
            return false;
    /* abort() signals itself; no other process is to be reached. */
    const struct scmp_arg_cmp own = {
        .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid(), .datum_b = 0};
    if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &own))
        return false;
    /* Where everything else is refused too, a rule that says so is an error. */
    for (size_t i = 0; i < COUNT(refused) && !SANDBOX_SANITIZED; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0))
            return false;
#if !SANDBOX_SANITIZED
    static const int mapping[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
    const struct scmp_arg_cmp no_exec = {
        .arg = 2, .op = SCMP_CMP_MASKED_EQ, .datum_a = PROT_EXEC, .datum_b = 0};
    for (size_t i = 0; i < COUNT(mapping); i++)
        if (seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, mapping[i], 1, &no_exec))
            return false;
#endif
    return true;
}

static enum status enter_seccomp(struct error *err)
{
    scmp_filter_ctx filter =
        seccomp_init(SANDBOX_SANITIZED ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return fault(err, ERR_MEMORY, 0, "no memory for the sandbox");
    bool entered = add_rules(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return entered ? OK : fault(err, ERR_IO, 0, "this kernel refuses the parser's sandbox");
}

/* Landlock as of ABI 1; newer rights are added as far as the kernel says that
 * it knows them.  A kernel without it is not an error. */
static void enter_landlock(void)
{
#ifdef SYS_landlock_create_ruleset
    struct {
        uint64_t files, net;
    } handled = {0};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1U /* version */);
    if (abi < 1)
        return;
    handled.files = (UINT64_C(1) << 13) - 1;
    if (abi >= 2)
        handled.files |= UINT64_C(1) << 13; /* refer */
    if (abi >= 3)
        handled.files |= UINT64_C(1) << 14; /* truncate */
    if (abi >= 4)
        handled.net = 3; /* bind and connect */
    size_t size = abi >= 4 ? sizeof handled : sizeof handled.files;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0U);
    if (rules < 0)
        return;
    (void)syscall(SYS_landlock_restrict_self, rules, 0U);
    close(rules);
#endif
}

static enum status limit(__rlimit_resource_t resource, rlim_t most, rlim_t last, struct error *err)
{
    struct rlimit l = {most, last};
    return setrlimit(resource, &l) ? fault_errno(err, "cannot limit", "the parser") : OK;
}

/* Pages of address space in use, from /proc; 0 when that cannot be read. */
static size_t address_space_now(void)
{
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    char line[64], *end = line;
    if (fgets(line, sizeof line, f))
        pages = strtoul(line, &end, 10);
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

enum status sandbox_enter(const struct sandbox_limits *limits, struct error *err)
{
    rlim_t memory = address_space_now() + limits->memory;
    enum status rc = OK;
    if (!SANDBOX_SANITIZED)
        rc = limit(RLIMIT_AS, memory, memory, err);
    if (!rc) /* SIGXCPU at the first limit, which tells why; SIGKILL at the second */
        rc = limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1, err);
    if (!rc)
        rc = limit(RLIMIT_CORE, 0, 0, err);
    if (!rc)
        rc = limit(RLIMIT_FSIZE, 0, 0, err);
    if (rc)
        return rc;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return fault_errno(err, "cannot give up privileges for", "the parser");
    enter_landlock();
    return enter_seccomp(err);
}
