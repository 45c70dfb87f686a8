/* SPDX-License-Identifier: Apache-2.0 */
/* preload.c - kills a program at one of the steps by which it changes files.
 *
 * Preloaded into tocsin by crash_test.py.  Every call that changes a file or a
 * folder is two steps: before it takes effect (odd) and after (even).  At step
 * $CRASH_AT the process gets SIGKILL.  Pipes and the parser child do not count,
 * so that the steps of one command are nearly the same each time. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pid_t parent;
static long crash_at;
static atomic_long steps;

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("CRASH_AT");
    parent = getpid();
    crash_at = at ? atol(at) : 0;
}

static void step(int counts)
{
    if (counts && getpid() == parent && atomic_fetch_add(&steps, 1) + 1 == crash_at)
        kill(parent, SIGKILL);
}

static int is_file(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

static int is_there(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* The call itself, between its two steps. */
#define CALL(result, name, types, arguments, counts)                                               \
    do {                                                                                           \
        result(*real) types = (result(*) types)dlsym(RTLD_NEXT, name);                             \
        int counted = (counts);                                                                    \
        step(counted);                                                                             \
        result got = real arguments;                                                               \
        step(counted);                                                                             \
        return got;                                                                                \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t len)
{
    CALL(ssize_t, "write", (int, const void *, size_t), (fd, bytes, len), is_file(fd));
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    CALL(ssize_t, "pwrite", (int, const void *, size_t, off_t), (fd, bytes, len, at), is_file(fd));
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
    CALL(ssize_t, "pwrite64", (int, const void *, size_t, off_t), (fd, bytes, len, at),
         is_file(fd));
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    CALL(ssize_t, "writev", (int, const struct iovec *, int), (fd, parts, count), is_file(fd));
}

int fsync(int fd)
{
    CALL(int, "fsync", (int), (fd), 1);
}

int fdatasync(int fd)
{
    CALL(int, "fdatasync", (int), (fd), 1);
}

int ftruncate(int fd, off_t size)
{
    CALL(int, "ftruncate", (int, off_t), (fd, size), 1);
}

int ftruncate64(int fd, off_t size)
{
    CALL(int, "ftruncate64", (int, off_t), (fd, size), 1);
}

int rename(const char *from, const char *to)
{
    CALL(int, "rename", (const char *, const char *), (from, to), 1);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    CALL(int, "renameat2", (int, const char *, int, const char *, unsigned),
         (from_folder, from, to_folder, to, flags), 1);
}

int unlink(const char *path)
{
    CALL(int, "unlink", (const char *), (path), is_there(path));
}

int mkdir(const char *path, mode_t mode)
{
    CALL(int, "mkdir", (const char *, mode_t), (path, mode), !is_there(path));
}

int mkstemp(char *path)
{
    CALL(int, "mkstemp", (char *), (path), 1);
}

static mode_t mode_of(int flags, va_list list)
{
    return flags & O_CREAT ? va_arg(list, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    CALL(int, "open", (const char *, int, ...), (path, flags, mode),
         (flags & O_CREAT) && !is_there(path));
}

int open64(const char *path, int flags, ...)
{
    va_list list;
    va_start(list, flags);
    mode_t mode = mode_of(flags, list);
    va_end(list);
    CALL(int, "open64", (const char *, int, ...), (path, flags, mode),
         (flags & O_CREAT) && !is_there(path));
}
