/* SPDX-License-Identifier: Apache-2.0 */
/* trust.c - the mark, and what can be seen of a ledger without reading it all. */
#include "ingest/trust.h"

#include "base/file.h"
#include "ingest/keys.h"
#include "ledger/log.h"

enum { MARK_MOST = 4096, TOLD_MOST = 200 /* bytes of it in a message */ };

struct mark {
    struct str at, depth, why; /* why is empty when there is none */
};

static enum status read_mark(const char *home, struct arena *a, struct mark *out, struct error *err)
{
    char path[KEYS_PATH];
    struct buf text = {0};
    *out = (struct mark){0};
    if (!file_exists(keys_path(home, "ledger/FAULT", path)))
        return OK;
    enum status rc = file_read(path, MARK_MOST, &text, err);
    struct str rest = str_trim(arena_copy(a, buf_str(&text)));
    rest = str_cut(rest, ' ', &out->at);
    out->why = str_cut(rest, ' ', &out->depth);
    if (!out->why.len)
        out->why = STR("ledger/FAULT is there, and says nothing");
    buf_free(&text);
    return rc;
}

static bool is_full(const struct mark *m)
{
    return str_is(m->depth, "full");
}

enum status trust_marked(const char *home, struct arena *a, struct str *out, struct error *err)
{
    struct mark m;
    enum status rc = read_mark(home, a, &m, err);
    *out = m.why;
    return rc;
}

enum status trust_require(const char *home, struct error *err)
{
    struct arena a = {0};
    struct mark m;
    enum status rc = read_mark(home, &a, &m, err);
    if (!rc && m.why.len)
        rc =
            fault(err, ERR_CORRUPT, 0,
                  "the ledger does not hold (%.*s%s), and nothing is written: put back from a copy "
                  "what was changed; when `tocsin verify%s` finds nothing, it goes on",
                  STRF(str_span(m.why, 0, TOLD_MOST)), m.why.len > TOLD_MOST ? "…" : "",
                  is_full(&m) ? " --full" : "");
    arena_free(&a);
    return rc;
}

enum status trust_mark(const char *home, bool full, const char *why, struct error *err)
{
    char path[KEYS_PATH], at[INSTANT_TEXT];
    struct arena a = {0};
    struct str line =
        arena_printf(&a, "%s %s %s\n", instant_text(clock_now(), at), full ? "full" : "quick", why);
    enum status rc = file_write(keys_path(home, "ledger/FAULT", path), line, 0644, err);
    arena_free(&a);
    return rc;
}

enum status trust_clear(const char *home, bool full, bool *left, struct error *err)
{
    char path[KEYS_PATH];
    struct arena a = {0};
    struct mark m;
    enum status rc = read_mark(home, &a, &m, err);
    *left = !rc && m.why.len && is_full(&m) && !full;
    if (!rc && m.why.len && !*left)
        rc = file_remove(keys_path(home, "ledger/FAULT", path), err);
    arena_free(&a);
    return rc;
}

enum status trust_published(const struct checkpoint *file, const struct ledger_view *v,
                            struct error *err)
{
    const struct checkpoint *last = &v->checkpoint;
    if (file->size < last->size ||
        (file->size == last->size && sha256_equal(file->root, last->root)))
        return OK;
    return fault(err, ERR_CORRUPT, 0,
                 "ledger/checkpoint is of %llu entries and is not what the store says was signed, "
                 "of %llu",
                 (unsigned long long)file->size, (unsigned long long)last->size);
}

/* The file is read before the store, which a writer changes first. */
static enum status glance(const char *home, struct store *s, struct arena *a, struct error *err)
{
    char path[KEYS_PATH];
    struct buf note = {0};
    struct ledger_view v;
    struct checkpoint file;
    struct error here = {0};
    struct log *log = NULL;
    enum status rc = OK;
    if (file_exists(keys_path(home, "ledger/checkpoint", path)))
        rc = file_read(path, NOTE_MOST, &note, err);
    rc = rc ? rc : seal_view(home, s, a, &v, err);
    if (!rc && v.note.len && note.len) {
        if (keyring_open(a, buf_str(&note), &v.ring, &file, NULL, &here))
            rc = fault(err, ERR_CORRUPT, 0, "%s: %s", path, here.why);
        rc = rc ? rc : trust_published(&file, &v, err);
    }
    if (!rc && v.note.len)
        rc = log_open(keys_path(home, "ledger", path), false, v.checkpoint.size, &v.checkpoint.root,
                      &log, err);
    log_close(log);
    buf_free(&note);
    return rc;
}

struct str trust_look(const char *home, struct store *s, struct arena *a)
{
    struct error here = {0};
    struct str why = {0};
    enum status rc = trust_marked(home, a, &why, &here);
    if (!rc && !why.len)
        rc = glance(home, s, a, &here);
    return rc ? arena_copy(a, str_of(here.why)) : why;
}
