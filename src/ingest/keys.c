/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - secrets read, made and wiped. */
#include "ingest/keys.h"

#include "base/file.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *keys_path(const char *home, const char *name, char path[KEYS_PATH])
{
    snprintf(path, KEYS_PATH, "%.*s/%s", KEYS_PATH - 64, home, name);
    return path;
}

static void wipe(struct buf *b)
{
    if (b->s)
        secret_wipe(b->s, b->cap);
    buf_free(b);
}

static enum status missing(const char *path, struct error *err)
{
    return fault(err, ERR_CORRUPT, 0,
                 "%s is missing, and the ledger goes on with no other: put it back from a copy",
                 path);
}

/* ---- What signs. */

void signers_wipe(struct signers *s)
{
    secret_wipe(s, sizeof *s);
}

/* What is wrong with the key that was read last beside those before it; NULL: nothing. */
static const char *check_signer(const struct signers *s)
{
    const struct signer *last = &s->at[s->count - 1];
    if (last->type != KEY_ED25519)
        return "this is a witness's key, not a log's";
    for (size_t i = 0; i + 1 < s->count; i++) {
        if (!str_equal(str_of(s->at[i].name), str_of(last->name)))
            return "its keys have two names, and a log has one";
        if (s->at[i].id == last->id)
            return "a key is in it twice";
    }
    return NULL;
}

/* A line for each key. */
static enum status parse_signers(struct str text, struct signers *out, struct error *err)
{
    const char *wrong = NULL;
    enum status rc = OK;
    out->count = 0;
    do {
        struct str line;
        text = str_cut(text, '\n', &line);
        if (out->count == SIGNERS_MOST)
            return fault(err, ERR_INPUT, 0, "more than %d keys cannot sign at once", SIGNERS_MOST);
        rc = signer_parse(str_trim(line), &out->at[out->count++], err);
        wrong = rc ? NULL : check_signer(out);
    } while (!rc && !wrong && text.len);
    return wrong ? fault(err, ERR_INPUT, 0, "%s", wrong) : rc;
}

/* `text` is wiped. */
static enum status read_signers(struct buf *text, const char *from, struct signers *out,
                                struct error *err)
{
    snprintf(out->from, sizeof out->from, "%.127s", from);
    struct error here = {0};
    enum status rc = parse_signers(str_trim(buf_str(text)), out, &here);
    if (rc) {
        signers_wipe(out);
        rc = fault(err, ERR_CORRUPT, 0, "%s: %s", from, here.why);
    }
    wipe(text);
    return rc;
}

enum status keys_load(const char *path, struct signers *out, struct error *err)
{
    struct buf text = {0};
    *out = (struct signers){.count = 0};
    enum status rc = file_read(path, KEY_FILE_MOST, &text, err);
    return rc ? rc : read_signers(&text, path, out, err);
}

static void print(const struct signer *s, struct buf *line)
{
    char text[SIGNER_TEXT];
    buf_put(line, signer_print(s, text));
    buf_byte(line, '\n');
    secret_wipe(text, sizeof text);
}

enum status keys_save(const char *path, const struct signer *s, struct error *err)
{
    struct buf line = {0};
    print(s, &line);
    enum status rc = file_create(path, buf_str(&line), 0600, err);
    wipe(&line);
    return rc;
}

enum status keys_check_origin(struct str origin, struct error *err)
{
    if (key_name_valid(origin) && str_find(origin, STR("://")) == SIZE_MAX)
        return OK;
    return fault(err, ERR_USAGE, 0,
                 "an origin is an address without https://, as lists.example/log: 1 to %d bytes "
                 "without white space and +",
                 KEY_NAME_MOST);
}

enum status keys_change(const char *home, const struct signers *s, struct error *err)
{
    char path[KEYS_PATH];
    struct buf lines = {0};
    for (size_t i = 0; i < s->count; i++)
        print(&s->at[i], &lines);
    enum status rc = file_write(keys_path(home, "keys/ledger", path), buf_str(&lines), 0600, err);
    wipe(&lines);
    return rc;
}

static enum status make_signer(const char *path, struct str origin, struct signers *out,
                               struct error *err)
{
    char name[64];
    uint8_t random[8];
    randombytes_buf(random, sizeof random);
    snprintf(name, sizeof name, "tocsin.invalid/%02x%02x%02x%02x%02x%02x%02x%02x", random[0],
             random[1], random[2], random[3], random[4], random[5], random[6], random[7]);
    out->count = 1;
    snprintf(out->from, sizeof out->from, "%.127s", path);
    enum status rc =
        signer_generate(origin.len ? origin : str_of(name), KEY_ED25519, &out->at[0], err);
    return rc ? rc : keys_save(path, &out->at[0], err);
}

/* A pipe has nothing more when it is asked again. */
static enum status read_fd(int fd, const char *from, struct buf *out, struct error *err)
{
    char bytes[KEY_FILE_MOST];
    ssize_t n = 0;
    (void)lseek(fd, 0, SEEK_SET);
    do {
        n = read(fd, bytes, sizeof bytes - out->len);
        if (n > 0)
            buf_put(out, (struct str){bytes, (size_t)n});
    } while ((n > 0 && out->len < sizeof bytes) || (n < 0 && errno == EINTR));
    secret_wipe(bytes, sizeof bytes);
    if (n < 0)
        return fault_errno(err, "cannot read the ledger's key from", from);
    if (!out->len)
        return fault(err, ERR_IO, 0,
                     "%s has nothing to read where the ledger's key is to be; a pipe "
                     "can be read once, a file again",
                     from);
    return OK;
}

static enum status load_fd(uint64_t fd, struct signers *out, struct error *err)
{
    struct buf text = {0};
    char from[32];
    snprintf(from, sizeof from, "descriptor %llu", (unsigned long long)fd);
    enum status rc = read_fd((int)fd, from, &text, err);
    if (rc)
        wipe(&text);
    return rc ? rc : read_signers(&text, from, out, err);
}

static bool credential(char path[KEYS_PATH])
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    return folder && *folder && file_exists(keys_path(folder, "tocsin-ledger-key", path));
}

static enum status load_given(struct str given, struct signers *out, struct error *err)
{
    char path[KEYS_PATH];
    uint64_t fd;
    if (str_starts(given, STR("fd:")) && str_number(str_from(given, 3), 65535, &fd))
        return load_fd(fd, out, err);
    if (!given.len)
        return credential(path) ? keys_load(path, out, err) : OK;
    snprintf(path, sizeof path, "%.*s", STRF(given));
    return file_exists(path) ? keys_load(path, out, err) : missing(path, err);
}

enum status keys_signer(const char *home, bool fresh, struct str origin, struct str given,
                        struct signers *out, struct error *err)
{
    char path[KEYS_PATH];
    *out = (struct signers){.count = 0};
    enum status rc = load_given(given, out, err);
    out->given = out->count > 0;
    if (!rc && !out->given)
        rc = file_exists(keys_path(home, "keys/ledger", path)) ? keys_load(path, out, err)
             : fresh                                           ? make_signer(path, origin, out, err)
                                                               : missing(path, err);
    if (!rc && fresh && origin.len && !str_is(origin, out->at[0].name))
        rc = fault(err, ERR_USAGE, 0, "the key in %s is that of %.80s, not of %.80s", out->from,
                   out->at[0].name, origin.s);
    return rc;
}

/* ---- Public halves. */

enum status keys_parse(struct str text, const char *from, struct arena *a, key_vec *out,
                       struct error *err)
{
    struct error here = {0};
    struct str rest = str_trim(text), line;
    enum status rc = OK;
    do {
        rest = str_cut(rest, '\n', &line);
        if (key_parse(a, line, VEC_ADD(a, out), &here))
            rc = fault(err, ERR_CORRUPT, 0, "%s: %s", from, here.why);
    } while (!rc && rest.len);
    return rc || !a->failed ? rc : fault(err, ERR_MEMORY, 0, "no memory for keys");
}

enum status keys_public(const char *path, struct arena *a, key_vec *out, struct error *err)
{
    struct buf text = {0};
    enum status rc = file_read(path, KEYS_TOLD_MOST, &text, err);
    rc = rc ? rc : keys_parse(buf_str(&text), path, a, out, err);
    buf_free(&text);
    return rc;
}

enum status keys_tell(const char *home, const keyring *r, struct error *err)
{
    char path[KEYS_PATH];
    struct arena a = {0};
    struct buf lines = {0}, there = {0};
    enum status rc = OK;
    for (size_t i = r->count; i-- > 0;)
        buf_printf(&lines, "%.*s\n", STRF(key_print(&a, &r->at[i].key)));
    if (file_exists(keys_path(home, "ledger/key", path)))
        rc = file_read(path, KEYS_TOLD_MOST, &there, err);
    if (!rc && !str_equal(buf_str(&lines), buf_str(&there)))
        rc = file_write(path, buf_str(&lines), 0644, err);
    buf_free(&lines);
    buf_free(&there);
    arena_free(&a);
    return rc;
}

struct recalling {
    struct arena *arena;
    keyring *ring;
};

static enum status recall(void *ctx, const struct leaf *l, struct error *err)
{
    struct recalling *r = ctx;
    struct error here = {0};
    struct key key;
    if (key_parse(r->arena, l->ref, &key, &here))
        return fault(err, ERR_CORRUPT, 0, "store: leaf %lld names no key: %s", (long long)l->number,
                     here.why);
    keyring_add(r->arena, r->ring, &key, (uint64_t)l->number + 1);
    return OK;
}

enum status keys_history(const char *home, struct store *s, struct arena *a, keyring *out,
                         struct error *err)
{
    char path[KEYS_PATH];
    struct recalling r = {a, out};
    key_vec told = {0};
    enum status rc = OK;
    *out = (keyring){0};
    if (file_exists(keys_path(home, "ledger/key", path)))
        rc = keys_public(path, a, &told, err);
    if (!rc && told.count)
        keyring_add(a, out, &told.at[told.count - 1], 0);
    rc = rc ? rc : store_key_leaves(s, recall, &r, err);
    return rc || !a->failed ? rc : fault(err, ERR_MEMORY, 0, "no memory for keys");
}

/* ---- What makes the salts. */

static enum status read_salt(const char *path, uint8_t secret[SALT_SECRET], struct error *err)
{
    struct buf text = {0};
    struct sha256 bytes;
    enum status rc = file_read(path, KEY_FILE_MOST, &text, err);
    if (!rc && !sha256_from_hex(str_trim(buf_str(&text)), &bytes))
        rc = fault(err, ERR_CORRUPT, 0, "%s is not 64 hexadecimal digits", path);
    if (!rc)
        memcpy(secret, bytes.byte, SALT_SECRET);
    secret_wipe(&bytes, sizeof bytes);
    wipe(&text);
    return rc;
}

static enum status make_salt(const char *path, struct error *err)
{
    struct sha256 bytes;
    char hex[SHA256_HEX + 1];
    randombytes_buf(bytes.byte, sizeof bytes.byte);
    sha256_hex(bytes, hex);
    hex[SHA256_HEX - 1] = '\n';
    enum status rc = file_write(path, (struct str){hex, SHA256_HEX}, 0600, err);
    secret_wipe(&bytes, sizeof bytes);
    secret_wipe(hex, sizeof hex);
    return rc;
}

enum status keys_salts(const char *home, bool fresh, struct digester **out, struct error *err)
{
    char path[KEYS_PATH];
    uint8_t secret[SALT_SECRET];
    enum status rc = OK;
    if (!file_exists(keys_path(home, "keys/salt", path)))
        rc = fresh ? make_salt(path, err) : missing(path, err);
    rc = rc ? rc : read_salt(path, secret, err);
    *out = rc ? NULL : digester_new(secret);
    secret_wipe(secret, sizeof secret);
    return rc || *out ? rc : fault(err, ERR_MEMORY, 0, "no memory for the ledger's salts");
}
