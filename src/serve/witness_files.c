/* SPDX-License-Identifier: Apache-2.0 */
/* witness_files.c - a file for each log that is known, whole or absent (base/file.c); and what a
 * state is: the cosigned checkpoint itself, which proves what it says. */
#include "serve/witness_files.h"

#include "base/file.h"
#include "ledger/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096, DIR_MOST = 3900, LOG_FILE_MOST = 1 << 16 };

struct sha256 witness_log_id(struct str origin)
{
    return sha256_of(origin, (struct str){0});
}

static const char *log_path(const char *dir, const struct sha256 *id, const char *name,
                            char path[PATH_ROOM])
{
    char hex[SHA256_HEX];
    snprintf(path, PATH_ROOM, "%.*s/logs/%s%s%s", DIR_MOST, dir, sha256_hex(*id, hex),
             *name ? "/" : "", name);
    return path;
}

/* ---- Locks: of the folder, held by the one that runs; of its logs, by who adds one. */

static enum status lock_folder(const char *path, int how, int *lock, struct error *err)
{
    *lock = -1;
    if (strlen(path) > DIR_MOST)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    enum status rc = file_make_dirs(path, true, err);
    if (rc)
        return rc;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open the folder", path);
    if (flock(fd, how)) {
        rc = errno == EWOULDBLOCK ? fault(err, ERR_CONFLICT, 0, "a witness runs in %s", path)
                                  : fault_errno(err, "cannot lock the folder", path);
        close(fd);
        return rc;
    }
    *lock = fd;
    return OK;
}

enum status witness_lock(const char *dir, int *lock, struct error *err)
{
    return lock_folder(dir, LOCK_EX | LOCK_NB, lock, err);
}

/* ---- Logs. */

static enum status damaged(const char *path, const char *why, struct error *err)
{
    return fault(err, ERR_CORRUPT, 0, "%s is damaged: %s", path, why);
}

static enum status parse_log(struct arena *a, struct str text, const char *path,
                             struct witness_log *out, struct error *err)
{
    struct str line, rest = str_cut(text, '\n', &line);
    out->origin = arena_copy(a, line);
    while (rest.len) {
        struct error why = {0};
        rest = str_cut(rest, '\n', &line);
        enum status rc = key_parse(a, line, VEC_ADD(a, &out->keys), &why);
        if (rc)
            return rc == ERR_MEMORY ? fault(err, rc, 0, "%s", why.why)
                                    : damaged(path, why.why, err);
    }
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory to read %s", path);
    return out->keys.count ? OK : damaged(path, "it has no key", err);
}

enum status witness_log_read(struct arena *a, const char *dir, const struct sha256 *id,
                             struct witness_log *out, bool *there, struct error *err)
{
    char path[PATH_ROOM];
    struct buf text = {0};
    *out = (struct witness_log){0};
    *there = file_exists(log_path(dir, id, "log", path));
    enum status rc = *there ? file_read(path, LOG_FILE_MOST, &text, err) : OK;
    if (*there && !rc)
        rc = parse_log(a, buf_str(&text), path, out, err);
    if (*there && !rc && !sha256_equal(witness_log_id(out->origin), *id))
        rc = damaged(path, "it is not in the folder of its origin", err);
    buf_free(&text);
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, SHA256_SIZE);
}

enum status witness_log_all(struct arena *a, const char *dir, witness_id_vec *out,
                            struct error *err)
{
    char path[PATH_ROOM];
    *out = (witness_id_vec){0};
    snprintf(path, sizeof path, "%.*s/logs", DIR_MOST, dir);
    DIR *folder = opendir(path);
    if (!folder)
        return errno == ENOENT ? OK : fault_errno(err, "cannot open the folder", path);
    for (struct dirent *e; (e = readdir(folder));) {
        struct sha256 id;
        /* A folder without `log` is what a crash left of adding one. */
        if (sha256_from_hex(str_of(e->d_name), &id) && file_exists(log_path(dir, &id, "log", path)))
            *(struct sha256 *)VEC_ADD(a, out) = id;
    }
    closedir(folder);
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the logs of a witness");
    if (out->count)
        qsort(out->at, out->count, sizeof *out->at, by_bytes);
    return OK;
}

static enum status write_log(struct arena *a, const char *dir, const struct sha256 *id,
                             const struct witness_log *log, struct error *err)
{
    char path[PATH_ROOM];
    struct buf text = {0};
    buf_put(&text, log->origin);
    for (size_t i = 0; i < log->keys.count; i++) {
        buf_byte(&text, '\n');
        buf_put(&text, key_print(a, &log->keys.at[i]));
    }
    buf_byte(&text, '\n');
    enum status rc = OK;
    if (text.failed || a->failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for a log");
    if (!rc)
        rc = file_make_dirs(log_path(dir, id, "", path), true, err);
    if (!rc)
        rc = file_write(log_path(dir, id, "log", path), buf_str(&text), 0600, err);
    snprintf(path, sizeof path, "%.*s/logs", DIR_MOST, dir);
    if (!rc)
        rc = file_sync_dir(path, err);
    if (!rc)
        rc = file_sync_dir(dir, err);
    buf_free(&text);
    return rc;
}

/* An origin is the first line of a note. */
static enum status check_origin(struct str origin, struct error *err)
{
    struct buf text = {0};
    buf_put(&text, origin);
    buf_byte(&text, '\n');
    bool good = origin.len && origin.len <= KEY_NAME_MOST && !memchr(origin.s, '\n', origin.len) &&
                note_check_text(buf_str(&text), err) == OK;
    buf_free(&text);
    return good ? OK
                : fault(err, ERR_INPUT, 0, "an origin is a line of 1 to %d bytes of UTF-8",
                        KEY_NAME_MOST);
}

static enum status add_key(struct arena *a, const char *dir, const struct key *key,
                           struct str origin, bool *fresh, struct error *err)
{
    struct witness_log log;
    struct sha256 id = witness_log_id(origin);
    bool there;
    enum status rc = witness_log_read(a, dir, &id, &log, &there, err);
    if (rc)
        return rc;
    *fresh = !there;
    for (size_t i = 0; i < log.keys.count; i++)
        if (key_same(&log.keys.at[i], key))
            return OK;
    log.origin = origin;
    *(struct key *)VEC_ADD(a, &log.keys) = *key;
    return write_log(a, dir, &id, &log, err);
}

enum status witness_log_add(const char *dir, struct str vkey, struct str origin, bool *fresh,
                            struct error *err)
{
    struct arena a = {0};
    struct key key;
    char path[PATH_ROOM];
    int lock = -1;
    *fresh = false;
    enum status rc = key_parse(&a, vkey, &key, err);
    if (!rc && !key_verifies(&key))
        rc = fault(err, ERR_INPUT, 0, "signatures of keys of type %02x cannot be checked yet",
                   key.type);
    origin = origin.len || rc ? origin : key.name;
    if (!rc)
        rc = check_origin(origin, err);
    snprintf(path, sizeof path, "%.*s/logs", DIR_MOST, dir);
    if (!rc)
        rc = lock_folder(path, LOCK_EX, &lock, err);
    if (!rc)
        rc = add_key(&a, dir, &key, origin, fresh, err);
    if (lock >= 0)
        close(lock);
    arena_free(&a);
    return rc;
}

/* ---- State. */

static enum status check_state(struct arena *a, const struct witness_log *log,
                               const struct key *own, struct str bytes, struct witness_state *out,
                               struct error *err)
{
    struct note n;
    struct checkpoint c;
    note_verified_vec verified;
    key_vec keys = {0};
    for (size_t i = 0; i < log->keys.count; i++)
        *(struct key *)VEC_ADD(a, &keys) = log->keys.at[i];
    *(struct key *)VEC_ADD(a, &keys) = *own;
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for a checkpoint");
    enum status rc = note_parse(a, bytes, &n, err);
    if (!rc)
        rc = note_verify(a, &n, keys.at, keys.count, &verified, err);
    if (!rc)
        rc = checkpoint_parse(n.text, &c, err);
    if (!rc && !str_equal(c.origin, log->origin))
        rc = fault(err, ERR_INPUT, 0, "it is of another log");
    if (!rc)
        *out = (struct witness_state){.size = c.size, .root = c.root};
    return rc;
}

enum status witness_state_read(const struct witness_log *log, const struct key *own,
                               struct str note, struct witness_state *out, struct error *err)
{
    struct arena a = {0};
    struct error why = {0};
    enum status rc = OK;
    *out = (struct witness_state){.root = tree_empty()};
    if (note.len && check_state(&a, log, own, note, out, &why))
        rc = why.status == ERR_MEMORY
                 ? fault(err, ERR_MEMORY, 0, "%s", why.why)
                 : fault(err, ERR_CORRUPT, 0, "the state of %.*s is damaged: %s", STRF(log->origin),
                         why.why);
    arena_free(&a);
    return rc;
}
