/* SPDX-License-Identifier: Apache-2.0 */
/* crowd.c - a table of as many places as connections are let in.  It is looked through once a
 * second, and when somebody comes to a house that is nearly full; a thousand places take
 * microseconds. */
#include "serve/crowd.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

struct guest {
    double since; /* it came, or was served last */
    int fd;       /* -1: the place is free */
    bool serving, ended;
};

struct crowd {
    pthread_mutex_t lock; /* of all */
    double seconds;
    size_t most, count;
    struct guest at[]; /* most of them */
};

struct crowd *crowd_new(size_t most, double seconds)
{
    struct crowd *c = calloc(1, sizeof *c + most * sizeof c->at[0]);
    if (!c)
        return NULL;
    pthread_mutex_init(&c->lock, NULL);
    c->most = most;
    c->seconds = seconds;
    for (size_t i = 0; i < most; i++)
        c->at[i].fd = -1;
    return c;
}

void crowd_free(struct crowd *c)
{
    if (!c)
        return;
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static void end(struct guest *g)
{
    g->ended = true;
    shutdown(g->fd, SHUT_RDWR);
}

static void end_longest_waiting(struct crowd *c)
{
    struct guest *longest = NULL;
    for (size_t i = 0; i < c->most; i++) {
        struct guest *g = &c->at[i];
        if (g->fd >= 0 && !g->serving && !g->ended && (!longest || g->since < longest->since))
            longest = g;
    }
    if (longest)
        end(longest);
}

struct guest *crowd_enter(struct crowd *c, int fd, double now)
{
    struct guest *place = NULL;
    pthread_mutex_lock(&c->lock);
    if (c->count >= c->most - c->most / 4)
        end_longest_waiting(c);
    for (size_t i = 0; i < c->most && !place; i++)
        if (c->at[i].fd < 0)
            place = &c->at[i];
    if (place) {
        *place = (struct guest){.since = now, .fd = fd};
        c->count++;
    }
    pthread_mutex_unlock(&c->lock);
    return place;
}

void crowd_serving(struct crowd *c, struct guest *g)
{
    if (!g)
        return;
    pthread_mutex_lock(&c->lock);
    g->serving = true;
    pthread_mutex_unlock(&c->lock);
}

void crowd_served(struct crowd *c, struct guest *g, double now)
{
    if (!g)
        return;
    pthread_mutex_lock(&c->lock);
    g->serving = false;
    g->since = now;
    pthread_mutex_unlock(&c->lock);
}

void crowd_leave(struct crowd *c, struct guest *g)
{
    if (!g)
        return;
    pthread_mutex_lock(&c->lock);
    g->fd = -1;
    c->count--;
    pthread_mutex_unlock(&c->lock);
}

void crowd_reap(struct crowd *c, double now)
{
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->most; i++) {
        struct guest *g = &c->at[i];
        if (g->fd >= 0 && !g->ended && now - g->since > c->seconds)
            end(g);
    }
    pthread_mutex_unlock(&c->lock);
}

size_t crowd_being_served(struct crowd *c)
{
    size_t count = 0;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->most; i++)
        count += c->at[i].fd >= 0 && c->at[i].serving;
    pthread_mutex_unlock(&c->lock);
    return count;
}
