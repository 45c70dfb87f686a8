/* SPDX-License-Identifier: Apache-2.0 */
/* current.c - which snapshot of a folder is in use.
 *
 * `current` is replaced whole, and only then are older files removed.  A reader
 * that read the older name and finds its file gone reads `current` again; one
 * that has it mapped keeps it, as removing a file does. */
#include "index/current.h"

#include "base/file.h"
#include "index/index.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_leftover(const char *file, const char *name)
{
    struct str f = str_of(file);
    if (str_starts(f, STR(FILE_DRAFT)))
        return true;
    return str_ends(f, STR(SNAPSHOT_ENDING)) && !str_is(f, name);
}

static enum status sweep(const char *folder, const char *name, struct error *err)
{
    enum status rc = OK;
    DIR *dir = opendir(folder);
    if (!dir)
        return fault_errno(err, "cannot open the folder", folder);
    for (struct dirent *e; !rc && (e = readdir(dir));)
        if (is_leftover(e->d_name, name) && unlinkat(dirfd(dir), e->d_name, 0) && errno != ENOENT)
            rc = fault_errno(err, "cannot remove an older snapshot in", folder);
    closedir(dir);
    return rc;
}

enum status current_set(const char *folder, const char *name, struct error *err)
{
    char path[4096], line[80];
    if (snprintf(path, sizeof path, "%s/current", folder) >= (int)sizeof path)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    snprintf(line, sizeof line, "%s\n", name);
    enum status rc = file_write(path, str_of(line), 0600, err);
    return rc ? rc : sweep(folder, name, err);
}

/* The path of the file that `current` names. */
static enum status current_path(const char *folder, char path[4096], struct error *err)
{
    if (snprintf(path, 4096, "%s/current", folder) >= 4096)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    if (!file_exists(path))
        return fault(err, ERR_USAGE, 0, "there is no snapshot yet; tocsin index makes one");
    struct buf b = {0};
    enum status rc = file_read(path, 80, &b, err);
    struct str name = str_trim(buf_str(&b));
    if (!rc && (!str_ends(name, STR(SNAPSHOT_ENDING)) || memchr(name.s, '/', name.len) ||
                name.s[0] == '.'))
        rc = fault(err, ERR_CORRUPT, 0, "%s names no snapshot", path);
    if (!rc && snprintf(path, 4096, "%s/%.*s", folder, STRF(name)) >= 4096)
        rc = fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    buf_free(&b);
    return rc;
}

enum status index_open_current(const char *folder, struct index **out, struct error *err)
{
    char path[4096];
    *out = NULL;
    enum { TRIES = 8 };
    for (int i = 0;; i++) {
        enum status rc = current_path(folder, path, err);
        if (rc)
            return rc;
        if (file_exists(path) || i == TRIES)
            return index_open(path, out, err);
    }
}
