/* SPDX-License-Identifier: Apache-2.0 */
/* witness_key.c - the key of a witness: made, and read from where its operator keeps it.  What
 * has held the secret is wiped, and no part of it is ever told. */
#include "serve/witness_files.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static enum status path_of(const char *dir, const char *name, char path[PATH_ROOM],
                           struct error *err)
{
    if (snprintf(path, PATH_ROOM, "%s/%s", dir, name) >= PATH_ROOM)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", dir);
    return OK;
}

enum status witness_key_make(const char *dir, struct str name, struct signer *out,
                             struct error *err)
{
    char path[PATH_ROOM], text[SIGNER_TEXT + 1];
    int lock;
    enum status rc = witness_lock(dir, &lock, err);
    if (rc)
        return rc;
    rc = path_of(dir, "key", path, err);
    if (!rc && file_exists(path))
        rc = fault(err, ERR_CONFLICT, 0, "there is a key already: %s", path);
    if (!rc)
        rc = signer_generate(name, KEY_COSIGNATURE, out, err);
    if (!rc) {
        struct str line = signer_print(out, text);
        text[line.len++] = '\n';
        rc = file_write(path, line, 0600, err);
        secret_wipe(text, sizeof text);
        if (rc)
            signer_wipe(out);
    }
    close(lock);
    return rc;
}

static enum status read_fd(int fd, const char *path, struct signer *out, struct error *err)
{
    char text[WITNESS_KEY_FILE_MOST];
    size_t len = 0;
    ssize_t n;
    enum status rc = OK;
    do {
        n = read(fd, text + len, sizeof text - len);
        len += n > 0 ? (size_t)n : 0;
    } while ((n > 0 && len < sizeof text) || (n < 0 && errno == EINTR));
    if (n < 0)
        rc = fault_errno(err, "cannot read", path);
    else if (n > 0)
        rc = fault(err, ERR_INPUT, 0, "%s is too large for a key", path);
    if (!rc)
        rc = signer_parse(str_trim((struct str){text, len}), out, err);
    if (!rc && out->type != KEY_COSIGNATURE) {
        signer_wipe(out);
        rc = fault(err, ERR_INPUT, 0, "%s is the key of a log, not of a witness", path);
    }
    secret_wipe(text, sizeof text);
    return rc;
}

static enum status read_file(const char *path, bool alone, struct signer *out, struct error *err)
{
    struct stat st;
    enum status rc = OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open the key", path);
    if (fstat(fd, &st))
        rc = fault_errno(err, "cannot examine", path);
    else if (alone && (st.st_mode & 077))
        rc = fault(err, ERR_INPUT, 0, "others may read the key %s; chmod 600 it", path);
    if (!rc)
        rc = read_fd(fd, path, out, err);
    close(fd);
    return rc;
}

enum status witness_key_read(const struct witness_key_place *from, struct signer *out,
                             struct error *err)
{
    char path[PATH_ROOM];
    if (from->fd >= 0)
        return read_fd(from->fd, "the file of --key-fd", out, err);
    if (from->file)
        return read_file(from->file, true, out, err);
    if (from->credentials) {
        enum status rc = path_of(from->credentials, "witness", path, err);
        if (rc || file_exists(path))
            return rc ? rc : read_file(path, false, out, err);
    }
    enum status rc = path_of(from->dir, "key", path, err);
    if (!rc && !file_exists(path))
        rc = fault(err, ERR_USAGE, 0, "there is no key in %s; `tocsin witness keygen` makes one",
                   from->dir);
    return rc ? rc : read_file(path, true, out, err);
}
