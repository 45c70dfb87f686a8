/* SPDX-License-Identifier: Apache-2.0 */
/* report.c - the result of an import, told. */
#include "cli/report.h"

#include "format/json.h"

static void number(struct buf *b, const char *key, int64_t n)
{
    json_key(b, key);
    buf_printf(b, "%lld", (long long)n);
}

void report_json(struct buf *b, struct str list, const struct import_result *r)
{
    char at[INSTANT_TEXT], hex[SHA256_HEX];
    const struct change_counts *n = &r->counts;
    buf_byte(b, '{');
    json_member(b, "list", list);
    json_key(b, "version");
    if (r->number == 0)
        buf_puts(b, "null");
    else
        buf_printf(b, "%lld", (long long)r->number);
    json_member(b, "at", str_of(instant_text(r->at, at)));
    json_member(b, "sha256", str_of(sha256_hex(r->sha, hex)));
    number(b, "entries", r->entries);
    number(b, "listed", n->listed);
    number(b, "amended", n->amended);
    number(b, "suspended", n->suspended);
    number(b, "restored", n->restored);
    number(b, "delisted", n->delisted);
    number(b, "relisted", n->relisted);
    json_key(b, "held");
    buf_puts(b, r->held ? "true" : "false");
    json_member_or_null(b, "why", r->held ? str_of(r->why) : (struct str){0});
    json_key(b, "same");
    buf_puts(b, r->same ? "true" : "false");
    json_member(b, "id", str_span(str_of(hex), 0, 12));
    if (r->held && r->line) {
        number(b, "line", (int64_t)r->line);
        number(b, "byte", (int64_t)r->offset);
    }
    json_key(b, "seconds");
    buf_printf(b, "%.4f}\n", r->seconds);
}

static void count(const struct cli *c, struct buf *b, int64_t n, const char *what, bool *any)
{
    if (n == 0)
        return;
    buf_printf(b, "%s%s%lld %s%s", *any ? ", " : "", cli_tone(c, cli_change_tone(str_of(what))),
               (long long)n, what, cli_plain(c));
    *any = true;
}

void report_text(const struct cli *c, struct buf *b, struct str list, const struct import_result *r)
{
    char at[INSTANT_TEXT], hex[SHA256_HEX];
    const struct change_counts *n = &r->counts;
    bool any = false;
    sha256_hex(r->sha, hex);
    buf_printf(b, "%.*s %.10s: ", STRF(list), instant_text(r->at, at));
    if (r->held) {
        buf_printf(b, "%sheld%s: ", cli_tone(c, TONE_WARN), cli_plain(c));
        cli_safe(b, str_of(r->why));
        buf_printf(b, "\n  look at it, then `tocsin accept %.12s` or `tocsin discard %.12s`\n", hex,
                   hex);
        return;
    }
    if (r->status == VERSION_DISCARDED) {
        buf_puts(b, r->same ? "discarded before: it changes nothing\n" : "discarded\n");
        return;
    }
    buf_printf(b, "version %lld, %lld entries", (long long)r->number, (long long)r->entries);
    buf_puts(b, "; ");
    count(c, b, n->listed, "listed", &any);
    count(c, b, n->relisted, "relisted", &any);
    count(c, b, n->restored, "restored", &any);
    count(c, b, n->suspended, "suspended", &any);
    count(c, b, n->delisted, "delisted", &any);
    count(c, b, n->amended, "amended", &any);
    if (!any)
        buf_puts(b, r->same ? "nothing new" : "the first version");
    buf_byte(b, '\n');
}
