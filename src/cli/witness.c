/* SPDX-License-Identifier: Apache-2.0 */
/* witness.c - tocsin witness: keygen, vkey, add-log, logs, serve. */
#include "cli/commands.h"

#include "base/clock.h"
#include "format/json.h"
#include "serve/witness_db.h"
#include "serve/witness_files.h"
#include "serve/witness_http.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "A witness signs that logs of others only ever grow, so that they cannot show one history to\n"
    "some and another to others.  It speaks c2sp.org/tlog-witness; TLS is for a proxy in front.\n"
    "  keygen NAME        make its key, and print what others check it with\n"
    "  vkey               print that again\n"
    "  add-log VKEY       sign for this log too (--name: of that origin); again for more keys\n"
    "  logs               the logs, and what of each was cosigned last\n"
    "  serve              serve, until it is told to end\n"
    "\n"
    "  --dir DIR          where its files are (default: witness, in the home)\n"
    "  --name ORIGIN      the log's origin, when that is not the name of its key\n"
    "  --listen ADDR:PORT where to serve (default: 127.0.0.1:8086; port 0: a free one)\n"
    "  --key FILE         its key; else that of systemd ($CREDENTIALS_DIRECTORY/witness), else\n"
    "                     DIR/key\n"
    "  --key-fd N         its key comes by this file descriptor\n"
    "  --verbose          serve: a line for each request\n"
    "\nExamples:\n"
    "  tocsin witness keygen witness.example.org\n"
    "  tocsin witness add-log "
    "example.com/log+17b5cd5a+AT5LS+ZsMYrCM/Ud8H+DdegcKm6pozukFH/BOMp6VEgm\n"
    "  tocsin witness serve --listen 127.0.0.1:8086 --verbose\n"
    "\nCopy no folder of a witness, and bring none back from a backup, while it or its copy may\n"
    "still sign: a witness that forgets can sign two histories.\n";

struct asked {
    struct cli *c;
    const char *dir, *name, *listen, *key, *key_fd;
    struct buf out;
};

/* ---- The key. */

static enum status read_key(struct asked *q, struct signer *out, struct error *err)
{
    uint64_t fd = 0;
    struct witness_key_place place = {
        .file = q->key, .dir = q->dir, .credentials = getenv("CREDENTIALS_DIRECTORY"), .fd = -1};
    if (q->key_fd && !str_number(str_of(q->key_fd), 1 << 20, &fd))
        return fault(err, ERR_USAGE, 0, "--key-fd is the number of a file descriptor");
    if (q->key_fd)
        place.fd = (int)fd;
    return witness_key_read(&place, out, err);
}

static void print_vkey(struct asked *q, const struct signer *s)
{
    struct key k = signer_key(s);
    struct str text = key_print(&q->c->arena, &k);
    if (!q->c->json) {
        buf_put(&q->out, text);
        buf_byte(&q->out, '\n');
        return;
    }
    buf_byte(&q->out, '{');
    json_member(&q->out, "name", k.name);
    buf_byte(&q->out, ',');
    json_member(&q->out, "vkey", text);
    buf_puts(&q->out, "}\n");
}

static enum status keygen(struct asked *q, struct str name, struct error *err)
{
    struct signer s;
    enum status rc = witness_key_make(q->dir, name, &s, err);
    if (rc)
        return rc;
    print_vkey(q, &s);
    signer_wipe(&s);
    return OK;
}

static enum status vkey(struct asked *q, struct str none, struct error *err)
{
    struct signer s;
    (void)none;
    enum status rc = read_key(q, &s, err);
    if (rc)
        return rc;
    print_vkey(q, &s);
    signer_wipe(&s);
    return OK;
}

/* ---- Logs. */

static enum status add_log(struct asked *q, struct str text, struct error *err)
{
    struct error why = {0};
    struct key k;
    bool fresh;
    enum status rc = witness_log_add(q->dir, text, str_of(q->name), &fresh, err);
    if (rc)
        return rc;
    /* It was read once, so it is read again. */
    rc = key_parse(&q->c->arena, text, &k, &why);
    if (rc)
        return fault(err, rc, 0, "%s", why.why);
    struct str origin = q->name ? str_of(q->name) : k.name;
    if (q->c->json) {
        buf_byte(&q->out, '{');
        json_member(&q->out, "origin", origin);
        buf_printf(&q->out, ",\"new\":%s}\n", fresh ? "true" : "false");
        return OK;
    }
    cli_safe(&q->out, origin);
    buf_puts(&q->out, fresh ? ": added\n" : ": known, and the key is one of its keys\n");
    return OK;
}

struct seen {
    struct str origin;
    size_t keys;
    struct witness_state state;
    bool cosigned;
    int64_t time; /* of the cosignature; 0: by another key than the present one */
    char id[SHA256_HEX];
};

/* Nothing is held, a witness may be running. */
static enum status see(struct asked *q, struct witness_db *db, const struct sha256 *id,
                       const struct key *own, struct seen *out, struct error *err)
{
    struct witness_log log;
    struct buf note = {0};
    struct note n;
    bool there;
    note_verified_vec verified;
    struct error other = {0};
    *out = (struct seen){0};
    sha256_hex(*id, out->id);
    enum status rc = witness_log_read(&q->c->arena, q->dir, id, &log, &there, err);
    if (!rc)
        rc = witness_db_get(db, id, &note, err);
    if (!rc)
        rc = witness_state_read(&log, own, buf_str(&note), &out->state, err);
    if (rc)
        goto out;
    out->origin = log.origin;
    out->keys = log.keys.count;
    out->cosigned = note.len > 0;
    if (out->cosigned && note_parse(&q->c->arena, buf_str(&note), &n, &other) == OK &&
        note_verify(&q->c->arena, &n, own, 1, &verified, &other) == OK)
        out->time = (int64_t)verified.at[0].time;
out:
    buf_free(&note);
    return rc;
}

static void put_json(struct asked *q, const struct seen *s)
{
    char at[INSTANT_TEXT];
    buf_byte(&q->out, '{');
    json_member(&q->out, "origin", s->origin);
    buf_byte(&q->out, ',');
    json_member(&q->out, "id", str_of(s->id));
    buf_printf(&q->out, ",\"keys\":%zu", s->keys);
    if (s->cosigned)
        buf_printf(&q->out, ",\"size\":%llu", (unsigned long long)s->state.size);
    if (s->time) {
        buf_byte(&q->out, ',');
        json_member(&q->out, "time", str_of(instant_text(s->time, at)));
    }
    buf_puts(&q->out, "}\n");
}

static void put_row(struct table *t, const struct seen *s)
{
    char at[INSTANT_TEXT], size[24] = "never";
    if (s->cosigned)
        snprintf(size, sizeof size, "%llu", (unsigned long long)s->state.size);
    table_text(t, TONE_STRONG, s->origin);
    table_number(t, (int64_t)s->keys);
    table_text(t, TONE_PLAIN, str_of(size));
    table_text(t, TONE_PLAIN, str_of(s->time ? instant_text(s->time, at) : ""));
    table_text(t, TONE_DIM, str_of(s->id));
}

static enum status logs(struct asked *q, struct str none, struct error *err)
{
    static const char *const headings[] = {"origin", "keys", "size", "cosigned", "id"};
    struct signer s;
    witness_id_vec ids;
    struct table *t = NULL;
    struct witness_db *db = NULL;
    (void)none;
    enum status rc = read_key(q, &s, err);
    if (rc)
        return rc;
    struct key own = signer_key(&s);
    rc = witness_log_all(&q->c->arena, q->dir, &ids, err);
    if (!rc)
        rc = witness_db_open(q->dir, false, &db, err);
    if (!rc && !q->c->json && ids.count && !(t = table_new(q->c, headings, COUNT(headings))))
        rc = fault(err, ERR_MEMORY, 0, "no memory for a table");
    for (size_t i = 0; !rc && i < ids.count; i++) {
        struct seen seen;
        rc = see(q, db, &ids.at[i], &own, &seen, err);
        if (!rc && t)
            put_row(t, &seen);
        else if (!rc)
            put_json(q, &seen);
    }
    if (!rc && t && !table_print(t))
        rc = fault(err, ERR_IO, 0, "the table was not written");
    else if (rc)
        table_free(t);
    witness_db_close(db);
    signer_wipe(&s);
    return rc;
}

/* ---- Serving. */

static void ready(void *ctx, const char *address)
{
    (void)ctx;
    printf("listening at http://%s\n", address);
    fflush(stdout);
}

static enum status serve(struct asked *q, struct str none, struct error *err)
{
    struct signer s;
    struct witness *w = NULL;
    struct witness_http_options o = {
        .listen = q->listen ? q->listen : "127.0.0.1:8086", .verbose = q->c->wide, .ready = ready};
    (void)none;
    enum status rc = read_key(q, &s, err);
    if (rc)
        return rc;
    rc = witness_open(q->dir, &s, &w, err);
    signer_wipe(&s);
    if (!rc)
        rc = witness_serve(w, &o, err);
    witness_close(w);
    return rc;
}

/* ---- Which of them. */

static const struct what {
    const char *name;
    enum status (*run)(struct asked *q, struct str operand, struct error *err);
    const char *operand; /* what it is called; NULL: it takes none */
} whats[] = {
    {"keygen", keygen, "NAME"}, {"vkey", vkey, NULL},   {"add-log", add_log, "VKEY"},
    {"logs", logs, NULL},       {"serve", serve, NULL},
};

static const struct what *what_of(const char *name)
{
    for (size_t i = 0; i < COUNT(whats); i++)
        if (str_is(str_of(name), whats[i].name))
            return &whats[i];
    return NULL;
}

static bool find_dir(struct asked *q, enum exit_code *code)
{
    struct str home;
    if (q->dir)
        return true;
    if (!cli_home(q->c, &home, code))
        return false;
    q->dir = arena_printf(&q->c->arena, "%.*s/witness", STRF(home)).s;
    return q->dir != NULL;
}

static enum exit_code run_what(struct asked *q, const struct what *what)
{
    struct error err = {0};
    int wanted = what->operand ? 2 : 1;
    enum exit_code code = EXIT_FAILED;
    if (q->c->count != wanted && what->operand)
        return cli_usage(&command_witness, "%s takes a %s", what->name, what->operand);
    if (q->c->count != wanted)
        return cli_usage(&command_witness, "%s takes no operand", what->name);
    if (!find_dir(q, &code))
        return code;
    enum status rc = what->run(q, str_of(wanted == 2 ? q->c->args[1] : NULL), &err);
    code = rc ? cli_fail(&err) : EXIT_DONE;
    if (!cli_flush(&q->out) && code == EXIT_DONE)
        code = EXIT_FAILED;
    return code;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct asked q = {.c = c};
    const struct option_spec specs[] = {{"dir", &q.dir, NULL},
                                        {"name", &q.name, NULL},
                                        {"listen", &q.listen, NULL},
                                        {"key", &q.key, NULL},
                                        {"key-fd", &q.key_fd, NULL}};
    enum exit_code code = EXIT_DONE;
    if (!cli_options(c, &command_witness, argc, argv, specs, COUNT(specs), &code))
        return code;
    const struct what *what = c->count ? what_of(c->args[0]) : NULL;
    if (!what)
        return cli_usage(&command_witness, "it does one of keygen, vkey, add-log, logs, serve");
    code = run_what(&q, what);
    buf_free(&q.out);
    return code;
}

const struct command command_witness = {
    .name = "witness",
    .operands = "keygen|vkey|add-log|logs|serve [NAME|VKEY]",
    .summary = "Sign that logs of others only grow",
    .help = help,
    .run = run,
};
