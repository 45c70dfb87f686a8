/* SPDX-License-Identifier: Apache-2.0 */
/* crew.c - threads that draw the next number, work, and wait for their turn. */
#include "screen/crew.h"

#include <pthread.h>
#include <unistd.h>

enum { THREADS_MAX = 256 };

struct floor {
    const struct crew *crew;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    size_t next, turn; /* piece to be begun, piece to be taken */
    bool stopped;
    struct error error;
};

static bool draw(struct floor *f, size_t *piece)
{
    pthread_mutex_lock(&f->lock);
    bool more = !f->stopped && f->next < f->crew->pieces;
    *piece = more ? f->next++ : 0;
    pthread_mutex_unlock(&f->lock);
    return more;
}

/* Waits for the piece's turn and has it taken, unless one before it failed. */
static void hand_over(struct floor *f, void *own, size_t piece, const struct error *failed)
{
    pthread_mutex_lock(&f->lock);
    while (f->turn != piece)
        pthread_cond_wait(&f->turned, &f->lock);
    if (!f->stopped && failed->status) {
        f->error = *failed;
        f->stopped = true;
    } else if (!f->stopped) {
        f->stopped = !f->crew->take(f->crew->ctx, own, piece);
    }
    f->turn++;
    pthread_cond_broadcast(&f->turned);
    pthread_mutex_unlock(&f->lock);
}

static void *work(void *ctx)
{
    struct floor *f = ctx;
    const struct crew *c = f->crew;
    void *own = c->begin(c->ctx);
    size_t piece;
    while (draw(f, &piece)) {
        struct error err = {0};
        if (!own)
            (void)fault(&err, ERR_MEMORY, 0, "no memory to work with");
        else if (c->work(c->ctx, own, piece, &err) && !err.status)
            (void)fault(&err, ERR_MEMORY, 0, "the work failed");
        hand_over(f, own, piece, &err);
    }
    if (own)
        c->end(c->ctx, own);
    return NULL;
}

enum status crew_run(const struct crew *c, struct error *err)
{
    pthread_t thread[THREADS_MAX];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned threads = c->threads ? c->threads : cores > 0 ? (unsigned)cores : 1, started = 0;
    struct floor f = {
        .crew = c, .lock = PTHREAD_MUTEX_INITIALIZER, .turned = PTHREAD_COND_INITIALIZER};
    threads = threads < THREADS_MAX ? threads : THREADS_MAX;
    while (started < threads && pthread_create(&thread[started], NULL, work, &f) == 0)
        started++;
    for (unsigned i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    if (!started)
        return fault(err, ERR_MEMORY, 0, "no thread could be started");
    if (f.error.status)
        *err = f.error;
    return f.error.status;
}
