/* SPDX-License-Identifier: Apache-2.0 */
/* zip.c - minizip over a memory-backed file.
 *
 * Deflate makes at most 1,032 bytes of one, so the room that is taken before
 * inflating is the least of what the header claims, what that ratio allows and
 * the limit; after that the buffer grows only by what really comes out. */
#include "format/zip.h"

#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16, DEFLATE_RATIO = 1032, NAME_LIMIT = 256 };

struct zip {
    struct str bytes;
    size_t at; /* where minizip reads next */
    size_t limit, left;
    unzFile file;
};

/* ---- The archive as minizip's file. */

static voidpf on_open(voidpf z, const void *name, int mode)
{
    (void)name;
    return (mode & ZLIB_FILEFUNC_MODE_WRITE) ? NULL : z;
}

static uLong on_read(voidpf opaque, voidpf stream, void *into, uLong len)
{
    struct zip *z = opaque;
    struct str got = str_span(z->bytes, z->at, len);
    (void)stream;
    if (got.len)
        memcpy(into, got.s, got.len);
    z->at += got.len;
    return (uLong)got.len;
}

static uLong on_write(voidpf opaque, voidpf stream, const void *from, uLong len)
{
    (void)opaque, (void)stream, (void)from, (void)len;
    return 0;
}

static ZPOS64_T on_tell(voidpf opaque, voidpf stream)
{
    const struct zip *z = opaque;
    (void)stream;
    return z->at;
}

static long on_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct zip *z = opaque;
    size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? z->at
                  : origin == ZLIB_FILEFUNC_SEEK_END ? z->bytes.len
                                                     : 0;
    (void)stream;
    if (offset > z->bytes.len - base)
        return -1;
    z->at = base + (size_t)offset;
    return 0;
}

static int on_close(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

/* ---- Parts. */

enum status zip_open(struct str bytes, size_t limit, struct zip **out, struct error *err)
{
    struct zip *z = *out = calloc(1, sizeof *z);
    if (!z)
        return fault(err, ERR_MEMORY, 0, "no memory for the archive");
    *z = (struct zip){.bytes = bytes, .limit = limit, .left = SIZE_MAX};
    if (limit < SIZE_MAX / ZIP_PARTS)
        z->left = limit * ZIP_PARTS;
    zlib_filefunc64_def io = {on_open, on_read, on_write, on_tell, on_seek, on_close, on_close, z};
    z->file = unzOpen2_64("", &io);
    if (!z->file)
        return fault(
            err, ERR_INPUT, bytes.len,
            "not a zip archive, or one that is cut short: its directory is not at the end");
    return OK;
}

void zip_close(struct zip *z)
{
    if (!z)
        return;
    if (z->file)
        unzClose(z->file);
    free(z);
}

static bool locate(struct zip *z, struct str name)
{
    char cname[NAME_LIMIT];
    if (name.len >= sizeof cname)
        return false;
    memcpy(cname, name.s, name.len);
    cname[name.len] = 0;
    /* Part names compare without case (ECMA-376 part 2, 6.2.2.3). */
    return unzLocateFile(z->file, cname, 2) == UNZ_OK;
}

bool zip_has(struct zip *z, struct str name)
{
    return locate(z, name);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static enum status inflate_all(struct zip *z, struct str name, struct buf *out, struct error *err)
{
    size_t limit = least(z->limit, z->left);
    for (;;) {
        char *room = buf_room(out, CHUNK);
        if (!room)
            return fault(err, ERR_MEMORY, 0, "no memory for the part %.*s", STRF(name));
        int got = unzReadCurrentFile(z->file, room, CHUNK);
        if (got < 0)
            return fault(err, ERR_INPUT, z->at, "the part %.*s of the archive is damaged",
                         STRF(name));
        if (got == 0)
            return OK;
        out->len += (size_t)got;
        if (out->len > limit)
            return fault(err, ERR_INPUT, z->at, "the part %.*s inflates to more than %zu bytes",
                         STRF(name), limit);
        z->left -= least(z->left, (size_t)got);
        limit = least(z->limit, out->len + z->left);
    }
}

enum status zip_read(struct zip *z, struct str name, struct buf *out, struct error *err)
{
    unz_file_info64 info;
    buf_clear(out);
    name = str_span(name, 0, NAME_LIMIT);
    if (!locate(z, name) ||
        unzGetCurrentFileInfo64(z->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return fault(err, ERR_INPUT, 0, "the archive has no part %.*s", STRF(name));
    if (info.flag & 1)
        return fault(err, ERR_INPUT, 0, "the part %.*s is encrypted", STRF(name));
    if (unzOpenCurrentFile(z->file) != UNZ_OK)
        return fault(err, ERR_INPUT, z->at, "the part %.*s of the archive cannot be read",
                     STRF(name));
    size_t packed = least((size_t)info.compressed_size, z->bytes.len);
    size_t expect = least((size_t)info.uncompressed_size, packed * DEFLATE_RATIO);
    enum status rc = OK;
    if (!buf_room(out, least(expect, least(z->limit, z->left)) + CHUNK))
        rc = fault(err, ERR_MEMORY, 0, "no memory for the part %.*s", STRF(name));
    if (!rc)
        rc = inflate_all(z, name, out, err);
    if (unzCloseCurrentFile(z->file) != UNZ_OK && !rc)
        rc = fault(err, ERR_INPUT, z->at, "the part %.*s does not match its checksum", STRF(name));
    return rc;
}
