/* SPDX-License-Identifier: Apache-2.0 */
/* file.c - temporary file, fsync, rename, fsync of the folder: here and nowhere else. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum status file_read(const char *path, size_t limit, struct buf *b, struct error *err)
{
    enum status rc = OK;
    buf_clear(b);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open", path);
    struct stat st;
    if (fstat(fd, &st)) {
        rc = fault_errno(err, "cannot examine", path);
        goto out;
    }
    if (S_ISDIR(st.st_mode)) {
        rc = fault(err, ERR_INPUT, 0, "%s is a folder, not a file", path);
        goto out;
    }
    for (;;) {
        size_t want = S_ISREG(st.st_mode) && (size_t)st.st_size > b->len
                          ? (size_t)st.st_size - b->len + 1
                          : 65536;
        char *room = buf_room(b, want);
        if (!room) {
            rc = fault(err, ERR_MEMORY, 0, "no memory to read %s", path);
            break;
        }
        ssize_t n = read(fd, room, want);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = fault_errno(err, "cannot read", path);
        if (n <= 0)
            break;
        b->len += (size_t)n;
        if (b->len > limit) {
            rc = fault(err, ERR_INPUT, limit, "%s is larger than %zu bytes", path, limit);
            break;
        }
    }
out:
    close(fd);
    return rc;
}

enum status file_put(int fd, struct str s, const char *path, struct error *err)
{
    while (s.len) {
        ssize_t n = write(fd, s.s, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(err, "cannot write", path);
        s = str_from(s, (size_t)n);
    }
    return OK;
}

/* The folder of path, "." when it names none. */
static void folder_of(const char *path, char folder[4096])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (!slash)
        snprintf(folder, 4096, ".");
    else
        snprintf(folder, 4096, "%.*s", len ? (int)len : 1, path);
}

enum status file_begin(struct file_draft *d, const char *path, unsigned mode, struct error *err)
{
    d->fd = -1;
    d->settled = d->only_new = false;
    d->name[0] = 0;
    if (snprintf(d->path, sizeof d->path, "%s", path) >= (int)sizeof d->path - 16)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    char folder[4096];
    folder_of(path, folder);
    if (snprintf(d->name, sizeof d->name, "%s/" FILE_DRAFT "XXXXXX", folder) >= (int)sizeof d->name)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    d->fd = mkstemp(d->name);
    if (d->fd < 0) {
        enum status rc = fault_errno(err, "cannot make a file in", folder);
        d->name[0] = 0;
        return rc;
    }
    if (fcntl(d->fd, F_SETFD, FD_CLOEXEC) || fchmod(d->fd, (mode_t)mode)) {
        enum status rc = fault_errno(err, "cannot prepare", d->name);
        file_drop(d);
        return rc;
    }
    return OK;
}

enum status file_continue(struct file_draft *d, const char *path, unsigned mode, uint64_t *size,
                          struct error *err)
{
    d->fd = -1;
    d->settled = d->only_new = false;
    d->name[0] = 0;
    if (snprintf(d->path, sizeof d->path, "%s", path) >= (int)sizeof d->path - 16)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    snprintf(d->name, sizeof d->name, "%.*s.part", (int)sizeof d->name - 8, d->path);
    d->fd = open(d->name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    enum status rc = d->fd < 0 ? fault_errno(err, "cannot open", d->name) : OK;
    struct stat st = {0};
    if (!rc && fstat(d->fd, &st))
        rc = fault_errno(err, "cannot examine", d->name);
    if (!rc && !S_ISREG(st.st_mode))
        rc = fault(err, ERR_IO, 0, "%s is not a file", path);
    if (!rc && flock(d->fd, LOCK_EX | LOCK_NB))
        rc = errno == EWOULDBLOCK
                 ? fault(err, ERR_CONFLICT, 0, "%s is being written by another run", d->name)
                 : fault_errno(err, "cannot lock", d->name);
    uint64_t there = (uint64_t)st.st_size;
    *size = there < *size ? there : *size;
    if (!rc)
        rc = file_cut(d, *size, err);
    if (rc) {
        if (d->fd >= 0)
            close(d->fd);
        d->fd = -1;
        d->name[0] = 0;
    }
    return rc;
}

enum status file_cut(struct file_draft *d, uint64_t size, struct error *err)
{
    if (ftruncate(d->fd, (off_t)size) || lseek(d->fd, (off_t)size, SEEK_SET) < 0)
        return fault_errno(err, "cannot shorten", d->name);
    return OK;
}

enum status file_leave(struct file_draft *d, struct error *err)
{
    enum status rc = fsync(d->fd) ? fault_errno(err, "cannot sync", d->name) : OK;
    if (close(d->fd) && !rc)
        rc = fault_errno(err, "cannot close", d->name);
    d->fd = -1;
    d->name[0] = 0;
    return rc;
}

enum status file_settle(struct file_draft *d, struct error *err)
{
    if (!d->settled && fsync(d->fd))
        return fault_errno(err, "cannot sync", d->name);
    d->settled = true;
    return OK;
}

static enum status take_place(const struct file_draft *d, struct error *err)
{
    if (!d->only_new)
        return rename(d->name, d->path) ? fault_errno(err, "cannot rename to", d->path) : OK;
    if (renameat2(AT_FDCWD, d->name, AT_FDCWD, d->path, RENAME_NOREPLACE) == 0)
        return OK;
    return errno == EEXIST ? fault(err, ERR_CONFLICT, 0, "%s is there already", d->path)
                           : fault_errno(err, "cannot rename to", d->path);
}

enum status file_keep(struct file_draft *d, struct error *err)
{
    enum status rc = file_settle(d, err);
    if (close(d->fd) && !rc)
        rc = fault_errno(err, "cannot close", d->name);
    d->fd = -1;
    if (!rc)
        rc = take_place(d, err);
    if (rc) {
        file_drop(d);
        return rc;
    }
    d->name[0] = 0;
    char folder[4096];
    folder_of(d->path, folder);
    return file_sync_dir(folder, err);
}

void file_drop(struct file_draft *d)
{
    if (d->fd >= 0)
        close(d->fd);
    d->fd = -1;
    if (d->name[0])
        unlink(d->name);
    d->name[0] = 0;
}

static enum status write_whole(const char *path, struct str bytes, unsigned mode, bool only_new,
                               struct error *err)
{
    struct file_draft d;
    enum status rc = file_begin(&d, path, mode, err);
    if (rc)
        return rc;
    d.only_new = only_new;
    rc = file_put(d.fd, bytes, d.name, err);
    if (rc) {
        file_drop(&d);
        return rc;
    }
    return file_keep(&d, err);
}

enum status file_write(const char *path, struct str bytes, unsigned mode, struct error *err)
{
    return write_whole(path, bytes, mode, false, err);
}

enum status file_create(const char *path, struct str bytes, unsigned mode, struct error *err)
{
    return write_whole(path, bytes, mode, true, err);
}

enum status file_sync_dir(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open the folder", path);
    enum status rc = fsync(fd) ? fault_errno(err, "cannot sync the folder", path) : OK;
    close(fd);
    return rc;
}

enum status file_make_dirs(const char *path, bool private, struct error *err)
{
    char part[4096];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    for (char *at = part + 1;; at++) {
        if (*at && *at != '/')
            continue;
        char kept = *at;
        *at = 0;
        if (mkdir(part, private ? 0700 : 0755) && errno != EEXIST)
            return fault_errno(err, "cannot make the folder", part);
        if (!kept)
            break;
        *at = kept;
    }
    struct stat st;
    if (stat(path, &st))
        return fault_errno(err, "cannot examine", path);
    if (!S_ISDIR(st.st_mode))
        return fault(err, ERR_INPUT, 0, "%s is not a folder", path);
    return OK;
}

enum status file_remove(const char *path, struct error *err)
{
    if (unlink(path))
        return errno == ENOENT ? OK : fault_errno(err, "cannot remove", path);
    char folder[4096];
    folder_of(path, folder);
    return file_sync_dir(folder, err);
}

enum status file_move(const char *from, const char *to, struct error *err)
{
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open", from);
    enum status rc = fsync(fd) ? fault_errno(err, "cannot sync", from) : OK;
    close(fd);
    if (!rc && rename(from, to))
        rc = fault_errno(err, "cannot rename to", to);
    char folder[4096];
    folder_of(to, folder);
    return rc ? rc : file_sync_dir(folder, err);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

uint64_t file_size(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

enum status file_append(const char *path, uint64_t at, struct str bytes, struct error *err)
{
    enum status rc = OK;
    bool fresh = !file_exists(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fault_errno(err, "cannot open", path);
    if (ftruncate(fd, (off_t)at) || lseek(fd, (off_t)at, SEEK_SET) < 0)
        rc = fault_errno(err, "cannot cut", path);
    if (!rc)
        rc = file_put(fd, bytes, path, err);
    if (!rc && fsync(fd))
        rc = fault_errno(err, "cannot sync", path);
    close(fd);
    char folder[4096];
    folder_of(path, folder);
    return rc || !fresh ? rc : file_sync_dir(folder, err);
}

enum status file_sweep(const char *folder, const char *beginning, struct error *err)
{
    enum status rc = OK;
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT ? OK : fault_errno(err, "cannot open the folder", folder);
    for (struct dirent *e; !rc && (e = readdir(dir));)
        if (str_starts(str_of(e->d_name), str_of(beginning)) &&
            unlinkat(dirfd(dir), e->d_name, 0) && errno != ENOENT)
            rc = fault_errno(err, "cannot remove what is left in", folder);
    closedir(dir);
    return rc;
}
