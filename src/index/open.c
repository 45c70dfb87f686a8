/* SPDX-License-Identifier: Apache-2.0 */
/* open.c - mapping a snapshot, and checking each block before its first use. */
#include "index/map.h"

#include "base/edition.h"
#include "base/file.h"
#include "index/sum.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const void *index_damaged(const struct index *ix, size_t at)
{
    uint64_t none = 0;
    atomic_compare_exchange_strong(ix->damage, &none, 1 + (uint64_t)at);
    return NULL;
}

static size_t block_length(const struct index *ix, size_t block)
{
    size_t at = HEADER_SIZE + block * BLOCK_SIZE;
    size_t end = (size_t)ix->head->section[SECTION_SUMS].at;
    return end - at < BLOCK_SIZE ? end - at : BLOCK_SIZE;
}

bool index_check(const struct index *ix, size_t at, size_t len)
{
    size_t last = (at + len - 1 - HEADER_SIZE) / BLOCK_SIZE;
    for (size_t b = (at - HEADER_SIZE) / BLOCK_SIZE; b <= last; b++) {
        uint64_t bit = (uint64_t)1 << b % 64;
        if (atomic_load_explicit(&ix->checked[b / 64], memory_order_acquire) & bit)
            continue;
        size_t begin = HEADER_SIZE + b * BLOCK_SIZE;
        if (sum_of(ix->map + begin, block_length(ix, b)) != ix->sums[b])
            return index_damaged(ix, begin);
        atomic_fetch_or_explicit(&ix->checked[b / 64], bit, memory_order_release);
    }
    return true;
}

enum status index_sound(const struct index *ix, struct error *err)
{
    uint64_t damage = atomic_load(ix->damage);
    if (!damage)
        return OK;
    return fault(err, ERR_CORRUPT, (size_t)damage - 1,
                 "the snapshot is damaged near byte %llu; make it again with tocsin index",
                 (unsigned long long)damage - 1);
}

/* ---- What the header says must lie within the file. */

static enum status check_head(const struct index *ix, struct error *err)
{
    const struct disk_header *h = ix->head;
    if (ix->size < HEADER_SIZE || memcmp(h->magic, SNAPSHOT_MAGIC, sizeof h->magic) != 0)
        return fault(err, ERR_CORRUPT, 0, "this is no snapshot");
    if (h->format != SNAPSHOT_FORMAT || h->sections != SECTION_COUNT)
        return fault(err, ERR_CONFLICT, 8, "the snapshot is of format %u, not %d", h->format,
                     SNAPSHOT_FORMAT);
    if (sum_of(h, offsetof(struct disk_header, sum)) != h->sum)
        return fault(err, ERR_CORRUPT, 0, "the snapshot's header is damaged");
    if (h->size != ix->size)
        return fault(err, ERR_CORRUPT, 16, "the snapshot has %zu bytes instead of %llu", ix->size,
                     (unsigned long long)h->size);
    if (h->edition != edition_names)
        return fault(err, ERR_CONFLICT, 24,
                     "the snapshot was made by another version of the program");
    return OK;
}

static enum status check_sections(const struct index *ix, struct error *err)
{
    uint64_t end = HEADER_SIZE;
    for (size_t s = 0; s < SECTION_COUNT; s++) {
        const struct disk_section *in = &ix->head->section[s];
        if (in->at < end || in->at % SECTION_ALIGN || in->at > ix->size ||
            in->count > (ix->size - in->at) / section_table[s].size ||
            in->count < section_table[s].extra)
            return fault(err, ERR_CORRUPT, 72 + s * 16,
                         "section %s of the snapshot lies outside of it", section_table[s].name);
        end = in->at + in->count * section_table[s].size;
    }
    uint64_t bytes = ix->head->section[SECTION_SUMS].at - HEADER_SIZE;
    if (end != ix->size || index_items(ix, SECTION_SUMS) != (bytes + BLOCK_SIZE - 1) / BLOCK_SIZE)
        return fault(err, ERR_CORRUPT, 72, "the snapshot's sums are not those of its blocks");
    return OK;
}

/* Counts that belong together, so that a number below one is below the other. */
static enum status check_counts(struct index *ix, struct error *err)
{
    uint64_t entries = index_items(ix, SECTION_ENTRIES) - 1, names = index_items(ix, SECTION_NAMES);
    uint64_t words = index_items(ix, SECTION_WORDS) - 1;
    uint64_t buckets = index_items(ix, SECTION_PROBES_AT) - 1;
    if (index_items(ix, SECTION_LISTS) >= UINT32_MAX || entries >= UINT32_MAX ||
        names >= UINT32_MAX || words >= UINT32_MAX ||
        index_items(ix, SECTION_UNITS_AT) != names + 1 ||
        index_items(ix, SECTION_LETTERS) != words ||
        index_items(ix, SECTION_TAGS) != index_items(ix, SECTION_PROBES) || !buckets ||
        (buckets & (buckets - 1)) || buckets > UINT32_MAX)
        return fault(err, ERR_CORRUPT, 72, "the snapshot's sections do not fit each other");
    ix->entries = (uint32_t)entries;
    ix->names = (uint32_t)names;
    ix->words = (uint32_t)words;
    while (buckets >> ix->probe_bits > 1)
        ix->probe_bits++;
    return OK;
}

static enum status index_examine(struct index *ix, struct error *err)
{
    ix->head = (const void *)ix->map;
    enum status rc = check_head(ix, err);
    if (!rc)
        rc = check_sections(ix, err);
    if (!rc)
        rc = check_counts(ix, err);
    if (rc)
        return rc;
    size_t blocks = (size_t)index_items(ix, SECTION_SUMS);
    ix->sums = (const void *)(ix->map + ix->head->section[SECTION_SUMS].at);
    if (sum_of(ix->sums, blocks * sizeof *ix->sums) != ix->head->sums)
        return fault(err, ERR_CORRUPT, 64, "the snapshot's sums are damaged");
    ix->checked = calloc(blocks / 64 + 1, sizeof *ix->checked);
    ix->damage = calloc(1, sizeof *ix->damage);
    return ix->checked && ix->damage ? OK : fault(err, ERR_MEMORY, 0, "no memory for a snapshot");
}

static enum status index_new(const void *bytes, size_t size, void *mapped, struct index **out,
                             struct error *err)
{
    struct index *ix = calloc(1, sizeof *ix);
    if (!ix) {
        if (mapped)
            munmap(mapped, size);
        return fault(err, ERR_MEMORY, 0, "no memory for a snapshot");
    }
    *ix = (struct index){.map = bytes, .size = size, .mapped = mapped};
    enum status rc = size < HEADER_SIZE ? fault(err, ERR_CORRUPT, 0, "this is no snapshot")
                                        : index_examine(ix, err);
    if (rc) {
        index_close(ix);
        return rc;
    }
    *out = ix;
    return OK;
}

enum status index_open_bytes(struct str bytes, struct index **out, struct error *err)
{
    *out = NULL;
    return index_new(bytes.s, bytes.len, NULL, out, err);
}

enum status index_open(const char *path, struct index **out, struct error *err)
{
    *out = NULL;
    enum status rc = OK;
    struct stat st;
    void *map = MAP_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open", path);
    if (fstat(fd, &st)) {
        rc = fault_errno(err, "cannot examine", path);
        goto out;
    }
    if (!S_ISREG(st.st_mode) || st.st_size < HEADER_SIZE) {
        rc = fault(err, ERR_CORRUPT, 0, "%s is no snapshot", path);
        goto out;
    }
    map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    rc = map == MAP_FAILED ? fault_errno(err, "cannot map", path)
                           : index_new(map, (size_t)st.st_size, map, out, err);
out:
    close(fd);
    return rc;
}

void index_close(struct index *ix)
{
    if (!ix)
        return;
    if (ix->mapped)
        munmap(ix->mapped, ix->size);
    free(ix->checked);
    free(ix->damage);
    free(ix);
}
