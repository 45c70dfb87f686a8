/* SPDX-License-Identifier: Apache-2.0 */
/* clock.c - days from civil dates by the 400-year cycle, with the year starting in March. */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

int64_t clock_now(void)
{
    return (int64_t)time(NULL);
}

double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

bool day_valid(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

int64_t day_number(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t in_era = y - era * 400;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static bool digits(struct str *text, size_t count, int *out)
{
    uint64_t n;
    if (!str_number(str_span(*text, 0, count), 9999, &n) || text->len < count)
        return false;
    *text = str_from(*text, count);
    *out = (int)n;
    return true;
}

static bool byte(struct str *text, char c)
{
    if (text->len == 0 || text->s[0] != c)
        return false;
    *text = str_from(*text, 1);
    return true;
}

static bool time_of_day(struct str *text, int64_t *seconds)
{
    int hour, minute, second;
    if (!digits(text, 2, &hour) || !byte(text, ':') || !digits(text, 2, &minute) ||
        !byte(text, ':') || !digits(text, 2, &second) || hour > 23 || minute > 59 || second > 60)
        return false;
    if (byte(text, '.'))
        for (int dropped; digits(text, 1, &dropped);)
            ;
    *seconds = hour * 3600 + minute * 60 + (second < 60 ? second : 59);
    return true;
}

static bool zone(struct str *text, int64_t *seconds)
{
    int hour, minute;
    *seconds = 0;
    if (byte(text, 'Z') || byte(text, 'z'))
        return true;
    bool west = byte(text, '-');
    if (!west && !byte(text, '+'))
        return false;
    if (!digits(text, 2, &hour) || !byte(text, ':') || !digits(text, 2, &minute) || hour > 14 ||
        minute > 59)
        return false;
    *seconds = (west ? -1 : 1) * ((int64_t)hour * 3600 + (int64_t)minute * 60);
    return true;
}

bool instant_parse(struct str text, int64_t *out)
{
    int year, month, day;
    int64_t seconds = 0, offset = 0;
    if (!digits(&text, 4, &year) || !byte(&text, '-') || !digits(&text, 2, &month) ||
        !byte(&text, '-') || !digits(&text, 2, &day) || !day_valid(year, month, day))
        return false;
    if (text.len) {
        if (!byte(&text, 'T') && !byte(&text, 't') && !byte(&text, ' '))
            return false;
        if (!time_of_day(&text, &seconds) || (text.len && !zone(&text, &offset)) || text.len)
            return false;
    }
    *out = day_number(year, month, day) * DAY_SECONDS + seconds - offset;
    return true;
}

const char *instant_text(int64_t at, char text[INSTANT_TEXT])
{
    time_t t = (time_t)at;
    struct tm tm;
    if (!gmtime_r(&t, &tm) || tm.tm_year < -1899 || tm.tm_year > 8099) {
        text[0] = 0;
        return text;
    }
    strftime(text, INSTANT_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
    if (tm.tm_year < -900) /* strftime pads no years */
        snprintf(text, INSTANT_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ",
                 (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
                 (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100, (unsigned)tm.tm_min % 100,
                 (unsigned)tm.tm_sec % 100);
    return text;
}
