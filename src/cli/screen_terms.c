/* SPDX-License-Identifier: Apache-2.0 */
/* screen_terms.c - a line for each thing that the answers of a batch depend on.
 *
 * Answers by two thresholds, or of two files, in one output would look like those of
 * one; nothing in them would say it.  So a draft is gone on with on the same terms or
 * not at all, and a person decides whether to throw it away.  Only when the lists have
 * changed is it begun anew unasked: its answers are old, whoever asks. */
#include "cli/screen_terms.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/sha256.h"

#include <stdio.h>

static const struct {
    const char *name, *words;
} term[TERM_COUNT] = {[TERM_INPUT] = {"input", "an input with the SHA-256"},
                      [TERM_AS_OF] = {"as-of", "--as-of"},
                      [TERM_LISTS] = {"lists", "--lists"},
                      [TERM_THRESHOLD] = {"threshold", "--threshold"},
                      [TERM_LIMIT] = {"limit", "--limit"},
                      [TERM_PROGRAM] = {"program", "version"},
                      [TERM_SNAPSHOT] = {"snapshot", "snapshot"}};

enum { TERMS_BYTES = 1 << 20 };

static bool path_of(const char *draft, char path[4096], struct error *err)
{
    if (snprintf(path, 4096, "%s.terms", draft) < 4096)
        return true;
    (void)fault(err, ERR_INPUT, 0, "the path %.80s… is too long", draft);
    return false;
}

/* ---- Making. */

static struct str lists_text(struct arena *a, const struct index *ix, const bool *asked)
{
    struct buf b = {0};
    for (uint32_t i = 0; asked && i < index_count(ix).lists; i++) {
        if (!asked[i])
            continue;
        buf_puts(&b, b.len ? "," : "");
        buf_put(&b, index_list(ix, i).id);
    }
    struct str text = asked ? arena_copy(a, buf_str(&b)) : STR("all");
    buf_free(&b);
    return text;
}

static struct str instant_copy(struct arena *a, int64_t at)
{
    char text[INSTANT_TEXT];
    return arena_copy(a, str_of(instant_text(at, text)));
}

enum status terms_make(struct arena *a, const struct index *ix, const struct screen_options *o,
                       struct str input, struct terms *out, struct error *err)
{
    char hex[SHA256_HEX];
    struct hasher *h = hasher_new();
    if (!h)
        return fault(err, ERR_MEMORY, 0, "no memory to hash the input");
    double threshold = o->threshold > 0 ? o->threshold : SCREEN_THRESHOLD;
    size_t limit = o->limit ? o->limit : SCREEN_LIMIT;
    out->of[TERM_INPUT] = arena_copy(a, str_of(sha256_hex(hasher_of(h, input), hex)));
    out->of[TERM_AS_OF] = o->then ? instant_copy(a, o->at) : STR("now");
    out->of[TERM_LISTS] = lists_text(a, ix, o->lists);
    out->of[TERM_THRESHOLD] = arena_printf(a, "%.10g", threshold);
    out->of[TERM_LIMIT] = arena_printf(a, "%zu", limit);
    out->of[TERM_PROGRAM] = STR(TOCSIN_VERSION);
    out->of[TERM_SNAPSHOT] = arena_printf(a, "%.32s", sha256_hex(index_id(ix), hex));
    hasher_free(h);
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the options") : OK;
}

/* ---- On disk. */

enum status terms_write(const char *draft, const struct terms *t, struct error *err)
{
    char path[4096];
    struct buf b = {0};
    if (!path_of(draft, path, err))
        return err->status;
    for (enum term k = 0; k < TERM_COUNT; k++)
        buf_printf(&b, "%s %.*s\n", term[k].name, STRF(t->of[k]));
    enum status rc = b.failed ? fault(err, ERR_MEMORY, 0, "no memory for the options")
                              : file_write(path, buf_str(&b), 0600, err);
    buf_free(&b);
    return rc;
}

/* The value of that name, or "". */
static struct str value_of(struct str text, const char *name)
{
    struct str line, key;
    while (text.len) {
        text = str_cut(text, '\n', &line);
        line = str_cut(line, ' ', &key);
        if (str_is(key, name))
            return line;
    }
    return (struct str){0};
}

static enum status differs(const char *draft, enum term k, struct str old, struct str new,
                           struct error *err)
{
    if (k == TERM_INPUT)
        return fault(err, ERR_INPUT, 0,
                     "%s has answers to another input, or to this one before it was changed: "
                     "remove it to begin anew",
                     draft);
    return fault(err, ERR_INPUT, 0,
                 "%s was begun with %s %.*s, not %.*s: ask with that, or remove it to begin anew",
                 draft, term[k].words, STRF(old), STRF(new));
}

enum status terms_hold(const char *draft, const struct terms *t, bool *same, struct error *err)
{
    char path[4096];
    struct buf b = {0};
    *same = false;
    if (!path_of(draft, path, err))
        return err->status;
    if (!file_exists(path))
        return fault(err, ERR_INPUT, 0,
                     "%s is there, but not %s, which says what it answers: remove it to begin anew",
                     draft, path);
    enum status rc = file_read(path, TERMS_BYTES, &b, err);
    for (enum term k = 0; !rc && k < TERM_COUNT; k++) {
        struct str old = value_of(buf_str(&b), term[k].name);
        *same = str_equal(old, t->of[k]);
        if (!*same && k != TERM_SNAPSHOT)
            rc = differs(draft, k, old, t->of[k], err);
    }
    buf_free(&b);
    return rc;
}

enum status terms_remove(const char *draft, struct error *err)
{
    char path[4096];
    return path_of(draft, path, err) ? file_remove(path, err) : err->status;
}
