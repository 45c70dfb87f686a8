/* SPDX-License-Identifier: Apache-2.0 */
/* blobs.c - zstd level 1, with long distance matching where there is a base.
 *
 * The list of one day differs little from that of the day before: against a
 * base, the 143 OFAC files of doc/bench.md take some kilobytes each instead of
 * three hundred.  A base larger than BASE_MAX is not used, because it has to be
 * in memory whole.  Level 3 would save a quarter of that little, and one byte in
 * fifteen of a file that has no base, at twice the time (doc/design/registry.md). */
#include "store/blobs.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

/* A skippable frame (RFC 8878, 3.1.2): magic, length, then what it holds. */
enum { MAGIC = 0x184D2A54, HEAD_WORDS = 8, HEAD = HEAD_WORDS + SHA256_SIZE };
enum { WINDOW_LOG_LEAST = 19, WINDOW_LOG = 27 };
enum { LEVEL = 1, BLOCK = 128 << 10 };
#define BASE_MAX ((size_t)64 << 20)

struct blobs {
    char folder[PATH_MAX];
};

struct blob_writer {
    struct blobs *blobs;
    struct file_draft draft;
    struct hasher *hasher;
    ZSTD_CCtx *zstd;
    struct buf base; /* its bytes, while they are compressed against */
    struct buf out;
    struct sha256 sha;
    uint64_t size;
};

enum status blobs_open(const char *folder, bool writing, struct blobs **out, struct error *err)
{
    struct blobs *b = calloc(1, sizeof *b);
    *out = NULL;
    if (!b)
        return fault(err, ERR_MEMORY, 0, "no memory for the blobs");
    enum status rc = OK;
    if (snprintf(b->folder, sizeof b->folder, "%s", folder) >= (int)sizeof b->folder - 80)
        rc = fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    if (!rc && writing)
        rc = file_make_dirs(folder, true, err);
    if (rc) {
        free(b);
        return rc;
    }
    *out = b;
    return OK;
}

void blobs_close(struct blobs *b)
{
    free(b);
}

/* The path of a blob, and of its folder. */
static void path_of(const struct blobs *b, struct sha256 sha, char path[PATH_MAX],
                    char folder[PATH_MAX])
{
    char hex[SHA256_HEX];
    sha256_hex(sha, hex);
    snprintf(folder, PATH_MAX, "%.*s/%.2s", PATH_MAX - 80, b->folder, hex);
    snprintf(path, PATH_MAX, "%.*s/%.2s/%s.zst", PATH_MAX - 80, b->folder, hex, hex);
}

bool blobs_has(const struct blobs *b, struct sha256 sha)
{
    char path[PATH_MAX], folder[PATH_MAX];
    path_of(b, sha, path, folder);
    return file_exists(path);
}

/* ---- The head that names a base. */

static void head_write(struct sha256 base, char head[HEAD])
{
    uint32_t words[2] = {MAGIC, SHA256_SIZE};
    for (size_t i = 0; i < 8; i++)
        head[i] = (char)(words[i / 4] >> (8 * (i % 4)));
    memcpy(head + HEAD_WORDS, base.byte, SHA256_SIZE);
}

static bool head_read(struct str bytes, struct sha256 *base)
{
    struct sha256 none = {0};
    char want[HEAD];
    head_write(none, want);
    if (bytes.len < HEAD || memcmp(bytes.s, want, HEAD_WORDS) != 0)
        return false;
    memcpy(base->byte, bytes.s + HEAD_WORDS, SHA256_SIZE);
    return true;
}

/* Size of the blob's file and its base, if it has one. */
static bool look(const struct blobs *b, struct sha256 sha, off_t *size, bool *based,
                 struct sha256 *base)
{
    char path[PATH_MAX], folder[PATH_MAX], head[HEAD];
    struct stat st;
    path_of(b, sha, path, folder);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, head, sizeof head);
    bool known = n >= 0 && fstat(fd, &st) == 0;
    close(fd);
    if (!known)
        return false;
    *size = st.st_size;
    *based = head_read((struct str){head, (size_t)n}, base);
    return true;
}

bool blobs_base(const struct blobs *b, struct sha256 like, struct sha256 *base)
{
    off_t size, whole;
    bool based, again;
    struct sha256 up;
    if (!look(b, like, &size, &based, &up))
        return false;
    if (!based) {
        *base = like;
        return true;
    }
    /* When little is saved any more, the next file stands alone and becomes
     * the base of those after it. */
    if (!look(b, up, &whole, &again, base) || again || size * 3 > whole)
        return false;
    *base = up;
    return true;
}

/* ---- Writing. */

void blob_drop(struct blob_writer *w)
{
    if (!w)
        return;
    file_drop(&w->draft);
    hasher_free(w->hasher);
    ZSTD_freeCCtx(w->zstd);
    buf_free(&w->base);
    buf_free(&w->out);
    free(w);
}

/* The window has to span the base and the file; a wider one costs tables that
 * are cleared first. */
static int window_for(uint64_t bytes)
{
    int log = WINDOW_LOG_LEAST;
    while (log < WINDOW_LOG && (UINT64_C(1) << log) < bytes)
        log++;
    return log;
}

static enum status read_base(const struct blobs *b, struct sha256 sha, struct buf *into,
                             struct error *err);

static enum status use_base(struct blob_writer *w, struct sha256 sha, uint64_t size,
                            struct error *err)
{
    char head[HEAD];
    struct error ignored = {0};
    /* A base that cannot be read, is too large or has a base is simply not used. */
    if (read_base(w->blobs, sha, &w->base, &ignored))
        return OK;
    head_write(sha, head);
    enum status rc = file_put(w->draft.fd, (struct str){head, HEAD}, w->draft.name, err);
    if (rc)
        return rc;
    ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_windowLog,
                           size ? window_for(w->base.len + size) : WINDOW_LOG);
    ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_enableLongDistanceMatching, 1);
    if (ZSTD_isError(ZSTD_CCtx_refPrefix(w->zstd, w->base.s, w->base.len)))
        return fault(err, ERR_MEMORY, 0, "zstd does not take the base");
    return OK;
}

enum status blob_begin(struct blobs *b, const struct sha256 *base, uint64_t size,
                       struct blob_writer **out, struct error *err)
{
    char path[PATH_MAX];
    enum status rc;
    *out = NULL;
    struct blob_writer *w = calloc(1, sizeof *w);
    if (!w)
        return fault(err, ERR_MEMORY, 0, "no memory to write a blob");
    w->draft.fd = -1;
    w->blobs = b;
    w->hasher = hasher_new();
    w->zstd = ZSTD_createCCtx();
    if (!w->hasher || !w->zstd) {
        rc = fault(err, ERR_MEMORY, 0, "no memory to write a blob");
        goto out;
    }
    hasher_begin(w->hasher);
    ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_checksumFlag, 1);
    snprintf(path, sizeof path, "%.*s/new", PATH_MAX - 80, b->folder);
    rc = file_begin(&w->draft, path, 0600, err);
    if (!rc && base)
        rc = use_base(w, *base, size, err);
out:
    if (rc)
        blob_drop(w);
    else
        *out = w;
    return rc;
}

static enum status compress(struct blob_writer *w, struct str bytes, ZSTD_EndDirective how,
                            struct error *err)
{
    ZSTD_inBuffer in = {bytes.s, bytes.len, 0};
    size_t left;
    do {
        buf_clear(&w->out);
        char *room = buf_room(&w->out, BLOCK);
        if (!room)
            return fault(err, ERR_MEMORY, 0, "no memory to write a blob");
        ZSTD_outBuffer out = {room, BLOCK, 0};
        left = ZSTD_compressStream2(w->zstd, &out, &in, how);
        if (ZSTD_isError(left))
            return fault(err, ERR_MEMORY, 0, "zstd cannot compress: %s", ZSTD_getErrorName(left));
        enum status rc = file_put(w->draft.fd, (struct str){room, out.pos}, w->draft.name, err);
        if (rc)
            return rc;
    } while (how == ZSTD_e_end ? left != 0 : in.pos < in.size);
    return OK;
}

enum status blob_add(struct blob_writer *w, struct str bytes, struct error *err)
{
    hasher_add(w->hasher, bytes);
    w->size += bytes.len;
    return compress(w, bytes, ZSTD_e_continue, err);
}

enum status blob_end(struct blob_writer *w, struct sha256 *sha, uint64_t *size, struct error *err)
{
    enum status rc = compress(w, (struct str){0}, ZSTD_e_end, err);
    w->sha = *sha = hasher_end(w->hasher);
    *size = w->size;
    return rc ? rc : file_settle(&w->draft, err);
}

enum status blob_keep(struct blob_writer *w, struct error *err)
{
    char folder[PATH_MAX];
    enum status rc = OK;
    path_of(w->blobs, w->sha, w->draft.path, folder);
    if (!file_exists(w->draft.path)) {
        bool new_folder = !file_exists(folder);
        rc = file_make_dirs(folder, true, err);
        if (!rc)
            rc = file_keep(&w->draft, err);
        if (!rc && new_folder)
            rc = file_sync_dir(w->blobs->folder, err);
    }
    blob_drop(w);
    return rc;
}

/* ---- Reading. */

typedef enum status block_take(void *ctx, struct str block, struct error *err);

static enum status damaged(const char *path, const char *how, struct error *err)
{
    return fault(err, ERR_CORRUPT, 0, "the blob %s is damaged: %s", path, how);
}

/* `block` is written through ZSTD_outBuffer.  NOLINTBEGIN(readability-non-const-parameter) */
static enum status inflate(ZSTD_DCtx *zstd, struct str packed, const char *path, char *block,
                           block_take *take, void *ctx, struct error *err)
/* NOLINTEND(readability-non-const-parameter) */
{
    ZSTD_inBuffer in = {packed.s, packed.len, 0};
    size_t left = 1;
    while (in.pos < in.size || left) {
        ZSTD_outBuffer out = {block, BLOCK, 0};
        size_t before = in.pos;
        left = ZSTD_decompressStream(zstd, &out, &in);
        if (ZSTD_isError(left))
            return damaged(path, ZSTD_getErrorName(left), err);
        if (out.pos == 0 && in.pos == before)
            return damaged(path, "it ends early", err);
        enum status rc = take(ctx, (struct str){block, out.pos}, err);
        if (rc)
            return rc;
    }
    return OK;
}

/* Gives the blocks of the file, without checking their hash. */
static enum status read_blocks(const struct blobs *b, struct sha256 sha, bool base_allowed,
                               block_take *take, void *ctx, struct error *err)
{
    char path[PATH_MAX], folder[PATH_MAX];
    struct buf packed = {0}, base = {0};
    struct sha256 base_sha;
    char *block = malloc(BLOCK);
    ZSTD_DCtx *zstd = ZSTD_createDCtx();
    path_of(b, sha, path, folder);
    enum status rc = block && zstd ? file_read(path, SIZE_MAX / 4, &packed, err)
                                   : fault(err, ERR_MEMORY, 0, "no memory to read a blob");
    struct str bytes = buf_str(&packed);
    if (!rc && head_read(bytes, &base_sha)) {
        bytes = str_from(bytes, HEAD);
        rc = base_allowed ? read_base(b, base_sha, &base, err)
                          : damaged(path, "its base has a base", err);
        if (!rc && (ZSTD_isError(ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, WINDOW_LOG)) ||
                    ZSTD_isError(ZSTD_DCtx_refPrefix(zstd, base.s, base.len))))
            rc = fault(err, ERR_MEMORY, 0, "zstd does not take the base");
    }
    if (!rc)
        rc = inflate(zstd, bytes, path, block, take, ctx, err);
    ZSTD_freeDCtx(zstd);
    free(block);
    buf_free(&packed);
    buf_free(&base);
    return rc;
}

struct checked {
    struct hasher *hasher;
    struct buf *into; /* or */
    int fd;
    size_t limit, len;
};

static enum status check_block(void *ctx, struct str block, struct error *err)
{
    struct checked *c = ctx;
    hasher_add(c->hasher, block);
    c->len += block.len;
    if (c->len > c->limit)
        return fault(err, ERR_INPUT, 0, "the blob is larger than %zu bytes", c->limit);
    if (!c->into)
        return file_put(c->fd, block, "the copy of a blob", err);
    buf_put(c->into, block);
    return c->into->failed ? fault(err, ERR_MEMORY, 0, "no memory to read a blob") : OK;
}

static enum status read_checked(const struct blobs *b, struct sha256 sha, bool base_allowed,
                                struct checked *c, struct error *err)
{
    char path[PATH_MAX], folder[PATH_MAX];
    c->hasher = hasher_new();
    if (!c->hasher)
        return fault(err, ERR_MEMORY, 0, "no memory to read a blob");
    hasher_begin(c->hasher);
    enum status rc = read_blocks(b, sha, base_allowed, check_block, c, err);
    path_of(b, sha, path, folder);
    if (!rc && !sha256_equal(hasher_end(c->hasher), sha))
        rc = damaged(path, "its content does not have the hash of its name", err);
    hasher_free(c->hasher);
    return rc;
}

static enum status read_base(const struct blobs *b, struct sha256 sha, struct buf *into,
                             struct error *err)
{
    struct checked c = {.into = into, .limit = BASE_MAX};
    return read_checked(b, sha, false, &c, err);
}

enum status blobs_read(const struct blobs *b, struct sha256 sha, size_t limit, struct buf *out,
                       struct error *err)
{
    struct checked c = {.into = out, .limit = limit};
    buf_clear(out);
    return read_checked(b, sha, true, &c, err);
}

enum status blobs_copy(const struct blobs *b, struct sha256 sha, int fd, struct error *err)
{
    struct checked c = {.fd = fd, .limit = SIZE_MAX};
    return read_checked(b, sha, true, &c, err);
}
