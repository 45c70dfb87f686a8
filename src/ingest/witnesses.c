/* SPDX-License-Identifier: Apache-2.0 */
/* witnesses.c - the policy says who they are, the note who has cosigned it, and a file of JSON
 * lines what else there is to tell of each. */
#include "ingest/witnesses.h"

#include "base/clock.h"
#include "base/file.h"
#include "format/json.h"
#include "ledger/tree.h"

#include <limits.h>
#include <stdio.h>

enum { SAID_MOST = 4 << 20 };

static const char *below(const struct home *h, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.*s/ledger/%s", PATH_MAX - 64, h->path, name);
    return path;
}

/* ---- Who they are. */

static void add_all(struct witnesses *w, struct arena *a)
{
    for (size_t i = 0; i < w->policy.members.count; i++) {
        const struct policy_member *m = &w->policy.members.at[i];
        if (!m->threshold)
            *(struct witness_said *)VEC_ADD(a, &w->all) =
                (struct witness_said){.name = m->name, .url = m->url, .key = m->key};
    }
}

static struct witness_said *of_key(struct witnesses *w, struct arena *a, struct str vkey)
{
    for (size_t i = 0; i < w->all.count; i++)
        if (str_equal(key_print(a, &w->all.at[i].key), vkey))
            return &w->all.at[i];
    return NULL;
}

/* ---- What each said. */

static struct str text_of(const struct node *n, const char *key)
{
    const struct node *m = node_child(n, key);
    return m ? m->text : STR("");
}

/* Without a member it is 0, which is what one that is left out means. */
static bool read_line(struct json_reader *json, struct arena *a, struct str line,
                      struct witnesses *w)
{
    struct error ignored = {0};
    struct node *top;
    struct witness_said said = {0};
    if (json_parse(json, a, line, &top, &ignored))
        return false;
    struct str size = text_of(top, "size"), time = text_of(top, "time");
    struct str asked = text_of(top, "asked"), vkey = text_of(top, "key");
    bool good = vkey.len && (!size.len || str_number(size, TREE_SIZE_MAX, &said.size)) &&
                (!time.len || instant_parse(time, &said.time)) &&
                (!asked.len || instant_parse(asked, &said.asked));
    struct witness_said *of = good ? of_key(w, a, vkey) : NULL;
    if (of) {
        of->size = said.size;
        of->time = said.time;
        of->asked = said.asked;
        of->why = text_of(top, "why");
    }
    return good;
}

static enum status read_lines(const char *path, struct str text, struct arena *a,
                              struct witnesses *w, struct error *err)
{
    struct json_reader *json = json_reader_new();
    enum status rc = json ? OK : fault(err, ERR_MEMORY, 0, "no memory for the witnesses");
    struct str line;
    for (size_t number = 1; text.len && !rc; number++) {
        text = str_cut(text, '\n', &line);
        if (!read_line(json, a, line, w))
            rc = fault_at(err, ERR_CORRUPT, number, 0,
                          "%s line %zu is damaged; without the file the witnesses are asked anew",
                          path, number);
    }
    json_reader_free(json);
    return rc;
}

static enum status read_said(const struct home *h, struct arena *a, struct witnesses *w,
                             struct error *err)
{
    char path[PATH_MAX];
    struct buf text = {0};
    if (!file_exists(below(h, "witnesses", path)))
        return OK;
    enum status rc = file_read(path, SAID_MOST, &text, err);
    rc = rc ? rc : read_lines(path, buf_str(&text), a, w, err);
    buf_free(&text);
    return rc;
}

static void put_line(struct buf *b, struct arena *a, const struct witness_said *s)
{
    char at[INSTANT_TEXT];
    if (!s->asked && !s->size)
        return;
    buf_byte(b, '{');
    json_member(b, "key", key_print(a, &s->key));
    if (s->asked)
        json_member(b, "asked", str_of(instant_text(s->asked, at)));
    if (s->size)
        buf_printf(b, ",\"size\":%llu", (unsigned long long)s->size);
    if (s->time)
        json_member(b, "time", str_of(instant_text(s->time, at)));
    json_member(b, "why", s->why);
    buf_puts(b, "}\n");
}

enum status witnesses_write(const struct home *h, const struct witnesses *w, struct error *err)
{
    char path[PATH_MAX];
    struct arena a = {0};
    struct buf text = {0};
    for (size_t i = 0; i < w->all.count; i++)
        put_line(&text, &a, &w->all.at[i]);
    enum status rc = text.failed || a.failed
                         ? fault(err, ERR_MEMORY, 0, "no memory for the witnesses")
                         : file_write(below(h, "witnesses", path), buf_str(&text), 0600, err);
    buf_free(&text);
    arena_free(&a);
    return rc;
}

/* ---- Who has cosigned the newest checkpoint. */

int64_t witnesses_time(uint64_t time)
{
    const int64_t last = day_number(10000, 1, 1) * DAY_SECONDS - 1;
    return time < (uint64_t)last ? (int64_t)time : last;
}

static void take_cosignature(struct witnesses *w, const struct ledger_view *v,
                             const struct note_verified *by)
{
    for (size_t i = 0; i < w->all.count; i++) {
        struct witness_said *s = &w->all.at[i];
        if (!key_same(&s->key, by->key) || by->key->type != KEY_COSIGNATURE)
            continue;
        s->current = true;
        s->size = v->checkpoint.size;
        s->time = witnesses_time(by->time);
    }
}

static enum status read_note(const struct ledger_view *v, struct arena *a, struct witnesses *w,
                             struct error *err)
{
    struct note n;
    struct error here = {0};
    note_verified_vec verified = {0};
    enum status rc = note_parse(a, v->note, &n, &here);
    rc = rc ? rc : policy_verify(&w->policy, &v->key, a, &n, &verified, &here);
    if (rc)
        return fault(err, rc == ERR_INPUT ? ERR_CORRUPT : rc, 0, "the checkpoint: %s", here.why);
    for (size_t i = 0; i < verified.count; i++)
        take_cosignature(w, v, &verified.at[i]);
    w->met = policy_met(&w->policy, &verified);
    return OK;
}

enum status witnesses_read(const struct home *h, const struct ledger_view *v, struct arena *a,
                           struct witnesses *out, struct error *err)
{
    *out = (struct witnesses){.named = h->policy.len > 0};
    if (!out->named)
        return OK;
    enum status rc = policy_read(a, h->policy.s, &out->policy, err);
    if (!rc)
        add_all(out, a);
    rc = rc ? rc : read_said(h, a, out, err);
    if (!rc && v->note.len)
        rc = read_note(v, a, out, err);
    return !rc && a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the witnesses") : rc;
}

/* ---- The newest that enough have cosigned. */

enum status witnesses_cosigned(const struct home *h, const struct ledger_view *v, struct arena *a,
                               struct ledger_view *out, struct error *err)
{
    char path[PATH_MAX];
    struct buf bytes = {0};
    struct error other = {0};
    struct ledger_view found = {.key = v->key};
    *out = *v;
    if (!file_exists(below(h, "cosigned", path)))
        return OK;
    enum status rc = file_read(path, NOTE_MOST, &bytes, err);
    found.note = arena_copy(a, buf_str(&bytes));
    if (!rc && !checkpoint_open(a, found.note, &v->key, &found.checkpoint, NULL, &other) &&
        found.checkpoint.size <= v->checkpoint.size)
        *out = found;
    buf_free(&bytes);
    return !rc && a->failed ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint") : rc;
}

enum status witnesses_put_cosigned(const struct home *h, const struct ledger_view *v,
                                   struct error *err)
{
    char path[PATH_MAX];
    struct arena a = {0};
    struct buf bytes = {0};
    struct error other = {0};
    struct checkpoint there = {0};
    if (file_exists(below(h, "cosigned", path)) &&
        file_read(path, NOTE_MOST, &bytes, &other) == OK &&
        checkpoint_open(&a, buf_str(&bytes), &v->key, &there, NULL, &other))
        there.size = 0;
    enum status rc = there.size > v->checkpoint.size ? OK : file_write(path, v->note, 0644, err);
    buf_free(&bytes);
    arena_free(&a);
    return rc;
}
