/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - a snapshot's bytes, from what was told to the file in use. */
#include "index/builder.h"

#include "base/edition.h"
#include "base/file.h"
#include "index/current.h"
#include "index/sum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *rows_make(struct index_builder *b, enum section s, size_t count)
{
    size_t len = count * section_table[s].size;
    buf_clear(&b->rows[s]);
    char *at = buf_room(&b->rows[s], len ? len : 1);
    if (!at) {
        b->failed = true;
        return NULL;
    }
    b->rows[s].len = len;
    return at;
}

/* ---- What is worked out at the end. */

static int number_compare(const void *a, const void *b)
{
    const struct disk_number *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->identifier < y->identifier ? -1 : x->identifier > y->identifier;
}

static void end_entries(struct index_builder *b)
{
    struct disk_entry end = {.names = (uint32_t)row_count(b, SECTION_NAMES),
                             .births = (uint32_t)row_count(b, SECTION_BIRTHS),
                             .countries = (uint32_t)row_count(b, SECTION_COUNTRIES),
                             .genders = (uint32_t)row_count(b, SECTION_GENDERS),
                             .identifiers = (uint32_t)row_count(b, SECTION_IDENTIFIERS)};
    struct disk_entry *row = row_new(b, SECTION_ENTRIES);
    if (row)
        *row = end;
    if (row_count(b, SECTION_NUMBERS))
        qsort(b->rows[SECTION_NUMBERS].s, row_count(b, SECTION_NUMBERS), sizeof(struct disk_number),
              number_compare);
}

static bool make_words(struct index_builder *b)
{
    struct share parts[256];
    unsigned count = row_count(b, SECTION_NAMES) < 1000 ? 1 : b->threads;
    bool good = names_read(b, parts, count) && words_merge(b, parts, count) && postings_make(b) &&
                probes_make(b);
    for (unsigned i = 0; i < count; i++) {
        buf_free(&parts[i].units);
        buf_free(&parts[i].ends);
        buf_free(&parts[i].forms);
        free(parts[i].met.slots);
    }
    return good;
}

static enum status builder_finish(struct index_builder *b, struct error *err)
{
    builder_flush(b);
    if (!b->threads) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        b->threads = cores < 1 ? 1 : cores > 64 ? 64 : (unsigned)cores;
    }
    if (!b->written && !b->failed && !b->full) {
        b->written = true;
        end_entries(b);
        b->failed |= !make_words(b);
    }
    for (size_t s = 0; s < SECTION_COUNT; s++)
        b->failed |= b->rows[s].failed;
    if (b->full)
        return fault(err, ERR_INPUT, 0, "there are more %s than a snapshot can hold", b->full);
    return b->failed ? fault(err, ERR_MEMORY, 0, "no memory to make a snapshot") : OK;
}

/* ---- Bytes: in order, each block summed when it is full. */

struct spool {
    int fd; /* or -1: out */
    const char *name;
    struct buf *out;
    struct hasher *hash;
    uint64_t at;
    struct buf sums;
    size_t filled; /* of the block at hand */
    unsigned char block[BLOCK_SIZE];
};

static enum status spool_flush(struct spool *k, struct error *err)
{
    struct str bytes = {(const char *)k->block, k->filled};
    k->filled = 0;
    if (!bytes.len)
        return OK;
    hasher_add(k->hash, bytes);
    uint64_t sum = sum_of(bytes.s, bytes.len);
    buf_put(&k->sums, (struct str){(const char *)&sum, sizeof sum});
    if (k->fd >= 0)
        return file_put(k->fd, bytes, k->name, err);
    buf_put(k->out, bytes);
    return k->out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a snapshot") : OK;
}

static enum status spool_bytes(struct spool *k, const char *s, size_t len, struct error *err)
{
    while (len) {
        size_t n = BLOCK_SIZE - k->filled < len ? BLOCK_SIZE - k->filled : len;
        if (s)
            memcpy(k->block + k->filled, s, n);
        else
            memset(k->block + k->filled, 0, n);
        k->filled += n;
        k->at += n;
        len -= n;
        s = s ? s + n : NULL;
        enum status rc = k->filled == BLOCK_SIZE ? spool_flush(k, err) : OK;
        if (rc)
            return rc;
    }
    return OK;
}

static enum status spool_section(struct spool *k, struct disk_header *h, enum section s,
                                 struct str bytes, struct error *err)
{
    uint64_t pad = -k->at % SECTION_ALIGN;
    enum status rc = spool_bytes(k, NULL, (size_t)pad, err);
    h->section[s] = (struct disk_section){k->at, bytes.len / section_table[s].size};
    return rc ? rc : spool_bytes(k, bytes.s, bytes.len, err);
}

static enum status spool_sums(struct spool *k, struct disk_header *h, struct error *err)
{
    enum status rc = spool_bytes(k, NULL, (size_t)(-k->at % SECTION_ALIGN), err);
    if (!rc)
        rc = spool_flush(k, err);
    struct buf own = k->sums;
    k->sums = (struct buf){0};
    struct str sums = buf_str(&own);
    if (!rc && own.failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for a snapshot");
    if (!rc) {
        h->section[SECTION_SUMS] = (struct disk_section){k->at, sums.len / 8};
        h->sums = sum_of(sums.s, sums.len);
        rc = spool_bytes(k, sums.s, sums.len, err);
    }
    if (!rc)
        rc = spool_flush(k, err);
    buf_free(&own);
    return rc;
}

/* Everything but the header, which is filled: it belongs before them. */
static enum status spool_all(struct spool *k, struct index_builder *b, struct disk_header *h,
                             struct error *err)
{
    memcpy(h->magic, SNAPSHOT_MAGIC, sizeof h->magic);
    h->format = SNAPSHOT_FORMAT;
    h->sections = SECTION_COUNT;
    h->edition = edition_names;
    k->at = HEADER_SIZE;
    enum status rc = OK;
    for (size_t s = 0; !rc && s < SECTION_SUMS; s++) {
        rc = spool_section(k, h, (enum section)s, buf_str(&b->rows[s]), err);
        if (k->fd >= 0)
            buf_free(&b->rows[s]);
    }
    if (!rc)
        rc = spool_sums(k, h, err);
    h->size = k->at;
    hasher_add(k->hash, (struct str){(const char *)h, HEADER_SIZE});
    struct sha256 id = hasher_end(k->hash);
    memcpy(h->id, id.byte, sizeof h->id);
    h->sum = sum_of(h, offsetof(struct disk_header, sum));
    buf_free(&k->sums);
    return rc;
}

/* NULL when memory is out. */
static struct spool *spool_new(int fd, const char *name, struct buf *bytes)
{
    struct spool *k = calloc(1, sizeof *k);
    struct hasher *hash = hasher_new();
    if (!k || !hash) {
        hasher_free(hash);
        free(k);
        return NULL;
    }
    k->fd = fd;
    k->name = name;
    k->out = bytes;
    k->hash = hash;
    hasher_begin(hash);
    return k;
}

static void spool_free(struct spool *k)
{
    if (!k)
        return;
    hasher_free(k->hash);
    buf_free(&k->sums);
    free(k);
}

enum status index_builder_bytes(struct index_builder *b, struct buf *out, struct error *err)
{
    struct disk_header h = {0};
    enum status rc = builder_finish(b, err);
    if (rc)
        return rc;
    struct spool *k = spool_new(-1, "", out);
    buf_put(out, (struct str){(const char *)&h, sizeof h});
    rc = !k || out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a snapshot")
                           : spool_all(k, b, &h, err);
    if (!rc)
        memcpy(out->s, &h, sizeof h);
    spool_free(k);
    return rc;
}

/* ---- The folder. */

static enum status write_draft(struct index_builder *b, struct file_draft *d, struct disk_header *h,
                               struct error *err)
{
    struct spool *k = spool_new(d->fd, d->name, NULL);
    struct str head = {(const char *)h, HEADER_SIZE};
    enum status rc = k ? OK : fault(err, ERR_MEMORY, 0, "no memory for a snapshot");
    if (!rc)
        rc = file_put(d->fd, head, d->name, err);
    if (!rc)
        rc = spool_all(k, b, h, err);
    if (!rc && lseek(d->fd, 0, SEEK_SET) < 0)
        rc = fault_errno(err, "cannot go back in", d->name);
    if (!rc)
        rc = file_put(d->fd, head, d->name, err);
    spool_free(k);
    return rc;
}

enum status index_builder_write(struct index_builder *b, const char *folder, struct sha256 *id,
                                struct error *err)
{
    struct file_draft d;
    struct disk_header h = {0};
    char path[4096];
    if (snprintf(path, sizeof path, "%s/new", folder) >= (int)sizeof path - 64)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    enum status rc = builder_finish(b, err);
    if (!rc)
        rc = file_make_dirs(folder, true, err);
    if (!rc)
        rc = file_begin(&d, path, 0600, err);
    if (rc)
        return rc;
    rc = write_draft(b, &d, &h, err);
    if (rc) {
        file_drop(&d);
        return rc;
    }
    memcpy(id->byte, h.id, sizeof id->byte);
    char hex[SHA256_HEX], name[64];
    snprintf(name, sizeof name, "%.32s" SNAPSHOT_ENDING, sha256_hex(*id, hex));
    snprintf(d.path, sizeof d.path, "%.4000s/%s", folder, name);
    rc = file_keep(&d, err);
    return rc ? rc : current_set(folder, name, err);
}
