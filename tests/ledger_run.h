/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_run.h - what the tests of the ledger share: vectors of others, which lie in
 * $TOCSIN_SHARED/data/ledger or ../shared/data/ledger, folders to write in, and chance that
 * is the same in each run. */
#ifndef TOCSIN_TESTS_LEDGER_RUN_H
#define TOCSIN_TESTS_LEDGER_RUN_H

#ifndef _GNU_SOURCE /* the header alone: nftw and mkdtemp are not of C */
#define _GNU_SOURCE
#endif

#include "cmocka_all.h"

#include "base/file.h"
#include "base/sha256.h"
#include "format/json.h"
#include "ledger/base64.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VECTOR_MOST = 8 << 20 };

static inline const char *vectors_path(char path[512], const char *name)
{
    const char *shared = getenv("TOCSIN_SHARED");
    snprintf(path, 512, "%s/data/ledger/%s", shared ? shared : "../shared", name);
    return path;
}

/* False, with a message, when the file is not here. */
static inline bool vectors_read(const char *name, struct buf *out)
{
    char path[512];
    struct error err = {0};
    bool there = file_read(vectors_path(path, name), VECTOR_MOST, out, &err) == OK;
    if (!there)
        print_message("skipped: %s is not here\n", path);
    return there;
}

/* A file of JSON, in an arena of its own. */
static inline const struct node *vectors_json(struct arena *a, const char *path)
{
    struct json_reader *r = json_reader_new();
    struct buf bytes = {0};
    struct error err = {0};
    struct node *top = NULL;
    assert_non_null(r);
    assert_int_equal(file_read(path, VECTOR_MOST, &bytes, &err), OK);
    if (json_parse(r, a, buf_str(&bytes), &top, &err))
        fail_msg("%s: %s", path, err.why);
    json_reader_free(r);
    buf_free(&bytes);
    return top;
}

static inline uint64_t vector_number(const struct node *n, const char *name)
{
    uint64_t out = 0;
    assert_true(str_number(node_get(n, name), UINT64_MAX, &out));
    return out;
}

/* False when the text does not stand for 32 bytes. */
static inline bool vector_hash(struct str base64, struct sha256 *out)
{
    return base64_get_all(base64, sizeof out->byte, out->byte);
}

/* ---- A folder that goes with the test. */

static char test_folder[64];

static inline int make_folder(void **state)
{
    (void)state;
    snprintf(test_folder, sizeof test_folder, "%s/tocsin-ledger-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(test_folder) ? 0 : 1;
}

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static inline int remove_folder(void **state)
{
    (void)state;
    return nftw(test_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- Chance. */

static inline uint32_t chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

#endif
