/* SPDX-License-Identifier: Apache-2.0 */
/* home.c - the folder, its lock, and what is in it. */
#include "ingest/home.h"

#include "base/file.h"
#include "ingest/config.h"
#include "ingest/import.h"
#include "ingest/seal.h"
#include "ingest/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct str home_path(struct arena *a, const char *given)
{
    const char *home = getenv("TOCSIN_HOME"), *data = getenv("XDG_DATA_HOME"), *user;
    if (given && *given)
        return arena_copy(a, str_of(given));
    if (home && *home)
        return arena_copy(a, str_of(home));
    if (data && *data == '/')
        return arena_printf(a, "%s/tocsin", data);
    user = getenv("HOME");
    return user && *user ? arena_printf(a, "%s/.local/share/tocsin", user) : (struct str){0};
}

const char *home_file(struct home *h, struct arena *a, const char *name)
{
    struct str path = arena_printf(a, "%s/%s", h->path, name);
    return path.s ? path.s : "";
}

const struct list_config *home_list(const struct home *h, struct str id)
{
    for (size_t i = 0; i < h->lists.count; i++)
        if (str_equal(h->lists.at[i].id, id))
            return &h->lists.at[i];
    return NULL;
}

static enum status make_folders(struct home *h, struct error *err)
{
    static const char *const folders[] = {"", "blobs", "ledger", "index", "keys", "incoming"};
    enum status rc = OK;
    for (size_t i = 0; i < COUNT(folders) && !rc; i++)
        rc = file_make_dirs(home_file(h, &h->arena, folders[i]), true, err);
    return rc;
}

static enum status take_lock(struct home *h, struct error *err)
{
    const char *path = home_file(h, &h->arena, "lock");
    h->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (h->lock < 0)
        return fault_errno(err, "cannot open", path);
    if (flock(h->lock, LOCK_EX | LOCK_NB)) {
        if (errno == EWOULDBLOCK)
            return fault(err, ERR_CONFLICT, 0,
                         "another tocsin is writing to %s; try again when it has ended", h->path);
        return fault_errno(err, "cannot lock", path);
    }
    return OK;
}

/* Under the lock nobody is writing, so a draft is what a crash has left. */
static enum status sweep(struct home *h, struct error *err)
{
    static const struct {
        const char *folder, *beginning;
    } left[] = {{"", FILE_DRAFT},     {"blobs", FILE_DRAFT},    {"ledger", FILE_DRAFT},
                {"keys", FILE_DRAFT}, {"incoming", FILE_DRAFT}, {"incoming", HOME_UNPACKED}};
    enum status rc = OK;
    for (size_t i = 0; i < COUNT(left) && !rc; i++)
        rc = file_sweep(home_file(h, &h->arena, left[i].folder), left[i].beginning, err);
    return rc;
}

static enum status read_config(struct home *h, struct error *err)
{
    const char *path = home_file(h, &h->arena, "config.ini");
    struct buf text = {0};
    enum status rc = OK;
    if (file_exists(path))
        rc = file_read(path, 1 << 20, &text, err);
    if (!rc)
        rc = config_read(h, buf_str(&text), h->path, err);
    buf_free(&text);
    return rc;
}

/* What an earlier writer left undone, of the receipts and then of the ledger. */
static enum status finish(struct home *h, struct error *err)
{
    enum status rc = import_receipts(h, NULL, err);
    return rc || !h->seal ? rc : seal_catch_up(h->seal, err);
}

struct opening {
    const char *store;
    bool writing, sealed; /* with the ledger */
    bool rebuilt;         /* although the ledger was found not to hold */
    struct str origin;
};

static enum status begin_writing(struct home *h, const struct opening *how, struct error *err)
{
    enum status rc = make_folders(h, err);
    rc = rc ? rc : take_lock(h, err);
    rc = rc ? rc : sweep(h, err);
    return rc || !how->sealed || how->rebuilt ? rc : trust_require(h->path, err);
}

static enum status open_parts(struct home *h, const struct opening *how, struct error *err)
{
    const char *db = home_file(h, &h->arena, how->store);
    enum status rc = OK;
    if (!how->writing && !file_exists(db))
        return fault(err, ERR_USAGE, 0,
                     "there is no home at %s yet; `tocsin pull` or `tocsin import` makes one",
                     h->path);
    if (how->writing)
        rc = begin_writing(h, how, err);
    rc = rc ? rc : read_config(h, err);
    rc = rc ? rc : blobs_open(home_file(h, &h->arena, "blobs"), how->writing, &h->blobs, err);
    rc = rc ? rc : store_open(db, how->writing, &h->store, err);
    if (!rc && !how->writing)
        h->fault = trust_look(h->path, h->store, &h->arena);
    if (!rc && how->writing && how->sealed)
        rc = seal_open(h->path, h->store, how->origin, h->ledger_key, &h->seal, err);
    return rc || !how->writing ? rc : finish(h, err);
}

static enum status open_with(const char *path, const struct opening *how, struct home **out,
                             struct error *err)
{
    struct home *h = calloc(1, sizeof *h);
    enum status rc = OK;
    *out = NULL;
    if (!h)
        return fault(err, ERR_MEMORY, 0, "no memory to open %s", path);
    h->lock = -1;
    h->path = arena_copy(&h->arena, str_of(path)).s;
    if (!h->path || strlen(path) > PATH_MAX - 200)
        rc = fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    rc = rc ? rc : open_parts(h, how, err);
    if (rc)
        home_close(h);
    else
        *out = h;
    return rc;
}

enum status home_open(const char *path, bool writing, struct home **out, struct error *err)
{
    struct opening how = {.store = "tocsin.db", .writing = writing, .sealed = true};
    return open_with(path, &how, out, err);
}

enum status home_make(const char *path, struct str origin, struct home **out, struct error *err)
{
    struct opening how = {.store = "tocsin.db", .writing = true, .sealed = true, .origin = origin};
    return open_with(path, &how, out, err);
}

enum status home_open_rebuilt(const char *path, struct home **out, struct error *err)
{
    struct opening how = {.store = "tocsin.db", .writing = true, .sealed = true, .rebuilt = true};
    return open_with(path, &how, out, err);
}

enum status home_open_beside(const char *path, const char *store, struct home **out,
                             struct error *err)
{
    struct opening how = {.store = store, .writing = true};
    return open_with(path, &how, out, err);
}

void home_close(struct home *h)
{
    if (!h)
        return;
    seal_close(h->seal);
    store_close(h->store);
    blobs_close(h->blobs);
    if (h->lock >= 0)
        close(h->lock);
    arena_free(&h->arena);
    free(h);
}
