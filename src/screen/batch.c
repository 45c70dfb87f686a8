/* SPDX-License-Identifier: Apache-2.0 */
/* batch.c - blocks of questions going round a ring.
 *
 * A block is filled by the reader, answered by a worker, emptied by the reader,
 * in this order, again and again; the ring's order is the order of the input. */
#include "screen/batch.h"

#include "format/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_ROWS = 256, THREADS_MAX = 256 };
enum block_state { BLOCK_EMPTY, BLOCK_FILLED, BLOCK_ANSWERED };

struct block {
    enum block_state state; /* under the ring's lock */
    struct arena arena;     /* of the questions */
    struct batch_row row[BLOCK_ROWS];
    size_t rows;
    struct batch_count count;
    struct buf out;
    struct error error;
};

struct ring {
    const struct batch *batch;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block *block;
    size_t blocks, taken; /* taken: blocks that workers have begun, in all */
    size_t filled;        /* blocks that the reader has filled, in all */
    bool over;            /* no more blocks will be filled */
};

/* ---- Workers. */

static void put_bad(struct buf *b, const struct batch_row *r)
{
    buf_byte(b, '{');
    json_key(b, "id");
    if (r->id.len)
        json_string(b, r->id);
    else
        buf_puts(b, "null");
    buf_puts(b, ",\"query\":null,\"hits\":[],\"screened\":false");
    json_member(b, "why_not", str_of(r->bad));
    buf_puts(b, ",\"snapshot\":null,\"as_of\":null}\n");
}

static void answer_row(struct ring *ring, struct screener *s, struct arena *a, struct block *k,
                       const struct batch_row *r)
{
    hit_vec hits = {0};
    enum unscreened why;
    const struct batch *b = ring->batch;
    arena_reset(a);
    k->count.rows++;
    if (r->bad) {
        put_bad(&k->out, r);
        k->count.unscreened++;
        return;
    }
    if (screen_ask(s, &r->question, b->options, a, &hits, &why, &k->error))
        return;
    answer_json(&k->out, a, b->ix, r->id, &r->question, b->options, &hits, screener_left_out(s),
                why);
    k->count.hits += hits.count > 0;
    k->count.unscreened += unscreened(why);
    k->count.partly += why != SCREENED && !unscreened(why);
}

static void answer_block(struct ring *ring, struct screener *s, struct arena *a, struct block *k)
{
    buf_clear(&k->out);
    k->count = (struct batch_count){0};
    k->error.status = OK;
    for (size_t i = 0; i < k->rows && !k->error.status; i++)
        answer_row(ring, s, a, k, &k->row[i]);
    if (k->out.failed || a->failed)
        (void)fault(&k->error, ERR_MEMORY, 0, "no memory for the answers");
}

/* The next filled block, or NULL when there will be none. */
static struct block *take_block(struct ring *ring)
{
    struct block *k = NULL;
    pthread_mutex_lock(&ring->lock);
    while (ring->taken == ring->filled && !ring->over)
        pthread_cond_wait(&ring->changed, &ring->lock);
    if (ring->taken < ring->filled)
        k = &ring->block[ring->taken++ % ring->blocks];
    pthread_mutex_unlock(&ring->lock);
    return k;
}

static void set_state(struct ring *ring, struct block *k, enum block_state state)
{
    pthread_mutex_lock(&ring->lock);
    k->state = state;
    ring->filled += state == BLOCK_FILLED;
    pthread_cond_broadcast(&ring->changed);
    pthread_mutex_unlock(&ring->lock);
}

static void *work(void *ctx)
{
    struct ring *ring = ctx;
    struct arena a = {0};
    struct screener *s = screener_new(ring->batch->ix);
    struct block *k;
    while ((k = take_block(ring))) {
        if (s)
            answer_block(ring, s, &a, k);
        else
            (void)fault(&k->error, ERR_MEMORY, 0, "no memory to screen");
        set_state(ring, k, BLOCK_ANSWERED);
    }
    screener_free(s);
    arena_free(&a);
    return NULL;
}

/* ---- The reader. */

static void wait_for(struct ring *ring, struct block *k)
{
    pthread_mutex_lock(&ring->lock);
    while (k->state == BLOCK_FILLED)
        pthread_cond_wait(&ring->changed, &ring->lock);
    pthread_mutex_unlock(&ring->lock);
}

/* Hands a block's answers on when it has some.  false: stop. */
static bool empty_block(struct ring *ring, struct block *k, struct error *err)
{
    wait_for(ring, k);
    if (k->state == BLOCK_EMPTY)
        return true;
    k->state = BLOCK_EMPTY;
    if (k->error.status) {
        *err = k->error;
        return false;
    }
    return ring->batch->put(ring->batch->ctx, buf_str(&k->out), k->count);
}

/* false when there will be no more. */
static bool fill_block(struct ring *ring, struct block *k, struct error *err)
{
    const struct batch *b = ring->batch;
    bool more = true;
    arena_reset(&k->arena);
    k->rows = 0;
    while (k->rows < BLOCK_ROWS && more) {
        more = b->next(b->ctx, &k->arena, &k->row[k->rows], err);
        k->rows += more;
    }
    if (k->arena.failed)
        return !fault(err, ERR_MEMORY, 0, "no memory for the questions");
    if (k->rows)
        set_state(ring, k, BLOCK_FILLED);
    return more;
}

static void read_all(struct ring *ring, struct error *err)
{
    size_t n = 0;
    struct error input = {0};
    bool going = true, more = true;
    while (going && more) {
        struct block *k = &ring->block[n % ring->blocks];
        going = empty_block(ring, k, err);
        more = going && fill_block(ring, k, &input);
        n += more;
    }
    for (size_t i = 0; i < ring->blocks; i++) { /* the oldest first */
        struct block *k = &ring->block[(n + 1 + i) % ring->blocks];
        if (going)
            going = empty_block(ring, k, err);
        else
            wait_for(ring, k);
    }
    if (!err->status)
        *err = input;
}

static enum status with_workers(struct ring *ring, unsigned threads, struct error *err)
{
    pthread_t thread[THREADS_MAX];
    unsigned started = 0;
    while (started < threads && pthread_create(&thread[started], NULL, work, ring) == 0)
        started++;
    if (started)
        read_all(ring, err);
    else
        (void)fault(err, ERR_MEMORY, 0, "no thread could be started");
    pthread_mutex_lock(&ring->lock);
    ring->over = true;
    pthread_cond_broadcast(&ring->changed);
    pthread_mutex_unlock(&ring->lock);
    for (unsigned i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    return err->status;
}

enum status batch_run(const struct batch *b, struct error *err)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = b->threads ? b->threads : cores > 0 ? (unsigned)cores : 1;
    threads = threads < THREADS_MAX ? threads : THREADS_MAX;
    struct ring ring = {.batch = b,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .changed = PTHREAD_COND_INITIALIZER,
                        .blocks = 2 * (size_t)threads};
    ring.block = calloc(ring.blocks, sizeof *ring.block);
    if (!ring.block)
        return fault(err, ERR_MEMORY, 0, "no memory for the questions");
    enum status rc = with_workers(&ring, threads, err);
    for (size_t i = 0; i < ring.blocks; i++) {
        arena_free(&ring.block[i].arena);
        buf_free(&ring.block[i].out);
    }
    free(ring.block);
    return rc;
}
