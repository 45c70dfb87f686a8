/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - secrets read, made and wiped. */
#include "ingest/keys.h"

#include "base/file.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

const char *keys_path(const char *home, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX - 64, home, name);
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

enum status keys_load(const char *path, struct signer *out, struct error *err)
{
    struct buf text = {0};
    struct error here = {0};
    enum status rc = file_read(path, KEY_FILE_MOST, &text, err);
    if (!rc && signer_parse(str_trim(buf_str(&text)), out, &here))
        rc = fault(err, ERR_CORRUPT, 0, "%s: %s", path, here.why);
    if (!rc && out->type != KEY_ED25519)
        rc = fault(err, ERR_CORRUPT, 0, "%s is a witness's key, not a log's", path);
    wipe(&text);
    return rc;
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

static enum status make_signer(const char *path, struct str origin, struct signer *out,
                               struct error *err)
{
    char name[64];
    uint8_t random[8];
    randombytes_buf(random, sizeof random);
    snprintf(name, sizeof name, "tocsin.invalid/%02x%02x%02x%02x%02x%02x%02x%02x", random[0],
             random[1], random[2], random[3], random[4], random[5], random[6], random[7]);
    enum status rc = signer_generate(origin.len ? origin : str_of(name), KEY_ED25519, out, err);
    return rc ? rc : keys_save(path, out, err);
}

enum status keys_signer(const char *home, bool fresh, struct str origin, struct signer *out,
                        struct error *err)
{
    char path[PATH_MAX];
    if (file_exists(keys_path(home, "keys/ledger", path)))
        return keys_load(path, out, err);
    return fresh ? make_signer(path, origin, out, err) : missing(path, err);
}

/* ---- The public half. */

enum status keys_tell(const char *home, const struct signer *s, struct error *err)
{
    char path[PATH_MAX];
    struct arena a = {0};
    struct key key = signer_key(s);
    if (file_exists(keys_path(home, "ledger/key", path)))
        return OK;
    struct str line = arena_printf(&a, "%.*s\n", STRF(key_print(&a, &key)));
    enum status rc = file_write(path, line, 0644, err);
    arena_free(&a);
    return rc;
}

enum status keys_public(const char *home, struct arena *a, struct key *out, struct error *err)
{
    char path[PATH_MAX];
    struct buf text = {0};
    struct error here = {0};
    enum status rc = file_read(keys_path(home, "ledger/key", path), KEY_FILE_MOST, &text, err);
    if (!rc && key_parse(a, str_trim(buf_str(&text)), out, &here))
        rc = fault(err, ERR_CORRUPT, 0, "%s: %s", path, here.why);
    buf_free(&text);
    return rc;
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
    char path[PATH_MAX];
    uint8_t secret[SALT_SECRET];
    enum status rc = OK;
    if (!file_exists(keys_path(home, "keys/salt", path)))
        rc = fresh ? make_salt(path, err) : missing(path, err);
    rc = rc ? rc : read_salt(path, secret, err);
    *out = rc ? NULL : digester_new(secret);
    secret_wipe(secret, sizeof secret);
    return rc || *out ? rc : fault(err, ERR_MEMORY, 0, "no memory for the ledger's salts");
}
