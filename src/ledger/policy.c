/* SPDX-License-Identifier: Apache-2.0 */
/* policy.c - a table of the words that begin a line; and since a group stands behind its members,
 * one pass from the first to the last says who has witnessed. */
#include "ledger/policy.h"

#include "base/file.h"

struct reader {
    struct arena *a;
    struct policy *out;
    struct str rest; /* of the line */
    size_t line, at; /* at: where the line begins */
    bool quorum;
    struct error *err;
};

static enum status wrong(const struct reader *r, const char *why)
{
    return fault_at(r->err, ERR_INPUT, r->line, r->at, "%s", why);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word of the line; empty at its end. */
static struct str word(struct reader *r)
{
    size_t from = 0, until;
    while (from < r->rest.len && is_blank(r->rest.s[from]))
        from++;
    for (until = from; until < r->rest.len && !is_blank(r->rest.s[until]);)
        until++;
    struct str out = str_span(r->rest, from, until - from);
    r->rest = str_from(r->rest, until);
    return out;
}

static size_t find(const struct policy *p, struct str name)
{
    for (size_t i = 0; i < p->members.count; i++)
        if (str_equal(p->members.at[i].name, name))
            return i;
    return SIZE_MAX;
}

/* A key of one of the types; its text is the next word. */
static enum status read_key(struct reader *r, bool witness, struct key *out)
{
    struct error why = {0};
    enum status rc = key_parse(r->a, word(r), out, &why);
    if (rc)
        return fault_at(r->err, rc, r->line, r->at, "%s", why.why);
    bool cosigns = out->type == KEY_COSIGNATURE || out->type == KEY_ML_DSA_44;
    bool logs = out->type == KEY_ED25519 || out->type == KEY_ECDSA || out->type == KEY_ML_DSA_44;
    if (witness ? !cosigns : !logs)
        return wrong(r,
                     witness ? "the key is not one of a witness" : "the key is not one of a log");
    return OK;
}

static bool same_material(const struct key *a, const struct key *b)
{
    return str_equal(a->material, b->material);
}

static enum status read_log(struct reader *r)
{
    struct policy_log log = {0};
    enum status rc = read_key(r, false, &log.key);
    if (rc)
        return rc;
    log.url = word(r);
    for (size_t i = 0; i < r->out->logs.count; i++)
        if (same_material(&r->out->logs.at[i].key, &log.key))
            return wrong(r, "this log is in a line above");
    if (r->out->logs.count == POLICY_LOGS_MOST)
        return wrong(r, "a policy has at most 256 logs");
    *(struct policy_log *)VEC_ADD(r->a, &r->out->logs) = log;
    return OK;
}

/* The name of what a line defines. */
static enum status read_name(struct reader *r, struct str *out)
{
    *out = word(r);
    if (out->len == 0)
        return wrong(r, "a name is missing");
    if (str_is(*out, "none") || find(r->out, *out) != SIZE_MAX)
        return wrong(r, "this name has a meaning already");
    if (r->out->members.count == POLICY_MEMBERS_MOST)
        return wrong(r, "a policy has at most 1024 witnesses and groups");
    return OK;
}

static enum status read_witness(struct reader *r)
{
    struct policy_member m = {0};
    enum status rc = read_name(r, &m.name);
    if (!rc)
        rc = read_key(r, true, &m.key);
    if (rc)
        return rc;
    m.url = word(r);
    for (size_t i = 0; i < r->out->members.count; i++)
        if (!r->out->members.at[i].threshold && same_material(&r->out->members.at[i].key, &m.key))
            return wrong(r, "this witness is in a line above");
    *(struct policy_member *)VEC_ADD(r->a, &r->out->members) = m;
    return OK;
}

static bool read_threshold(struct str s, size_t count, unsigned *out)
{
    uint64_t k = str_is(s, "any") ? 1 : count;
    if (!str_is(s, "any") && !str_is(s, "all") &&
        (str_starts(s, STR("0")) || !str_number(s, count, &k)))
        return false;
    *out = (unsigned)k;
    return k > 0 && k <= count;
}

static enum status read_group(struct reader *r)
{
    struct policy_member m = {.first = r->out->parts.count};
    enum status rc = read_name(r, &m.name);
    if (rc)
        return rc;
    struct str how = word(r);
    for (struct str name = word(r); name.len; name = word(r), m.count++) {
        size_t i = find(r->out, name);
        if (i == SIZE_MAX)
            return wrong(r, "a member of this group is in no line above");
        if (r->out->members.at[i].listed)
            return wrong(r, "a member of this group is one already, here or in another group");
        r->out->members.at[i].listed = true;
        *(size_t *)VEC_ADD(r->a, &r->out->parts) = i;
    }
    if (!read_threshold(how, m.count, &m.threshold))
        return wrong(r, "a group has members, and before them all, any or how many of them");
    *(struct policy_member *)VEC_ADD(r->a, &r->out->members) = m;
    return OK;
}

static enum status read_quorum(struct reader *r)
{
    struct str name = word(r);
    if (r->quorum)
        return wrong(r, "a policy has one quorum");
    r->quorum = true;
    r->out->quorum = str_is(name, "none") ? POLICY_NONE : find(r->out, name);
    if (r->out->quorum == SIZE_MAX && !str_is(name, "none"))
        return wrong(r, "the quorum is in no line above");
    return OK;
}

static const struct {
    const char *word;
    enum status (*read)(struct reader *r);
} kinds[] = {
    {"log", read_log}, {"witness", read_witness}, {"group", read_group}, {"quorum", read_quorum}};

static enum status read_line(struct reader *r, struct str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (((unsigned char)line.s[i] < ' ' && line.s[i] != '\t') || line.s[i] == 0x7F)
            return wrong(r, "a policy has no control characters");
    r->rest = line;
    struct str first = word(r);
    if (first.len == 0 || first.s[0] == '#')
        return OK;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!str_is(first, kinds[i].word))
            continue;
        enum status rc = kinds[i].read(r);
        return rc || word(r).len == 0 ? rc : wrong(r, "there is a word too many");
    }
    return wrong(r, "a line of a policy begins with log, witness, group or quorum");
}

enum status policy_parse(struct arena *a, struct str text, struct policy *out, struct error *err)
{
    struct reader r = {.a = a, .out = out, .err = err};
    struct str line, rest = text;
    *out = (struct policy){.quorum = POLICY_NONE};
    if (text.len > POLICY_MOST)
        return fault(err, ERR_INPUT, POLICY_MOST, "a policy has at most %d bytes", POLICY_MOST);
    while (rest.len) {
        r.at = text.len - rest.len;
        r.line++;
        if (str_find(rest, STR("\n")) == SIZE_MAX)
            return wrong(&r, "the last line of a policy ends with a line feed");
        rest = str_cut(rest, '\n', &line);
        enum status rc = read_line(&r, line);
        if (rc)
            return rc;
    }
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for a policy");
    return r.quorum ? OK : fault(err, ERR_INPUT, text.len, "a policy has a line `quorum`");
}

enum status policy_read(struct arena *a, const char *path, struct policy *out, struct error *err)
{
    struct buf text = {0};
    struct error here = {0};
    enum status rc = file_read(path, POLICY_MOST, &text, err);
    struct str copy = arena_copy(a, buf_str(&text));
    buf_free(&text);
    if (!rc && policy_parse(a, copy, out, &here))
        rc = fault_at(err, here.status, here.line, here.offset, "%s line %zu: %s", path, here.line,
                      here.why);
    return rc;
}

/* ---- Printing. */

static void print_url(struct buf *out, struct str url)
{
    if (url.len)
        buf_byte(out, ' ');
    buf_put(out, url);
    buf_byte(out, '\n');
}

static void print_member(const struct policy *p, const struct policy_member *m, struct arena *a,
                         struct buf *out)
{
    if (!m->threshold) {
        buf_printf(out, "witness %.*s ", STRF(m->name));
        buf_put(out, key_print(a, &m->key));
        print_url(out, m->url);
        return;
    }
    buf_printf(out, "group %.*s %u", STRF(m->name), m->threshold);
    for (size_t i = 0; i < m->count; i++)
        buf_printf(out, " %.*s", STRF(p->members.at[p->parts.at[m->first + i]].name));
    buf_byte(out, '\n');
}

void policy_print(const struct policy *p, struct arena *a, struct buf *out)
{
    for (size_t i = 0; i < p->logs.count; i++) {
        buf_puts(out, "log ");
        buf_put(out, key_print(a, &p->logs.at[i].key));
        print_url(out, p->logs.at[i].url);
    }
    for (size_t i = 0; i < p->members.count; i++)
        print_member(p, &p->members.at[i], a, out);
    struct str quorum = p->quorum == POLICY_NONE ? STR("none") : p->members.at[p->quorum].name;
    buf_printf(out, "quorum %.*s\n", STRF(quorum));
}

/* ---- Judging. */

static bool has_signed(const note_verified_vec *verified, const struct key *k)
{
    for (size_t i = 0; i < verified->count; i++)
        if (verified->at[i].key->type == k->type && same_material(verified->at[i].key, k))
            return true;
    return false;
}

bool policy_met(const struct policy *p, const note_verified_vec *verified)
{
    bool witnessed[POLICY_MEMBERS_MOST] = {0};
    if (p->quorum == POLICY_NONE)
        return true;
    for (size_t i = 0; i <= p->quorum; i++) {
        const struct policy_member *m = &p->members.at[i];
        unsigned count = 0;
        for (size_t k = 0; k < m->count; k++)
            count += witnessed[p->parts.at[m->first + k]];
        witnessed[i] = m->threshold ? count >= m->threshold : has_signed(verified, &m->key);
    }
    return witnessed[p->quorum];
}

enum status policy_require(const struct policy *p, const note_verified_vec *verified,
                           struct error *err)
{
    size_t count = 0, signed_it = 0;
    if (policy_met(p, verified))
        return OK;
    for (size_t i = 0; i < p->members.count; i++) {
        count += !p->members.at[i].threshold;
        signed_it += !p->members.at[i].threshold && has_signed(verified, &p->members.at[i].key);
    }
    return fault(err, ERR_INPUT, 0,
                 "too few witnesses of the policy have signed the checkpoint: %zu of %zu",
                 signed_it, count);
}

/* The log that has signed and whose name is the origin. */
static const struct policy_log *log_of(const struct policy *p, const note_verified_vec *verified,
                                       struct str origin)
{
    for (size_t i = 0; i < p->logs.count; i++)
        if (str_equal(p->logs.at[i].key.name, origin) && has_signed(verified, &p->logs.at[i].key))
            return &p->logs.at[i];
    return NULL;
}

static const struct key *all_keys(const struct policy *p, const struct key *log, struct arena *a,
                                  size_t *count)
{
    struct key *keys = arena_alloc(a, p->logs.count + p->members.count + 1, sizeof *keys);
    *count = 0;
    if (keys && log)
        keys[(*count)++] = *log;
    for (size_t i = 0; keys && i < p->logs.count; i++)
        keys[(*count)++] = p->logs.at[i].key;
    for (size_t i = 0; keys && i < p->members.count; i++)
        if (!p->members.at[i].threshold)
            keys[(*count)++] = p->members.at[i].key;
    return keys;
}

enum status policy_verify(const struct policy *p, const struct key *log, struct arena *a,
                          const struct note *n, note_verified_vec *out, struct error *err)
{
    size_t count;
    const struct key *keys = all_keys(p, log, a, &count);
    *out = (note_verified_vec){0};
    return keys ? note_verify(a, n, keys, count, out, err)
                : fault(err, ERR_MEMORY, 0, "no memory for a policy");
}

enum status policy_open(const struct policy *p, struct arena *a, struct str bytes,
                        struct checkpoint *out, struct note *note, const struct policy_log **log,
                        struct error *err)
{
    struct note n = {0};
    note_verified_vec verified = {0};
    const struct policy_log *by = NULL;
    *out = (struct checkpoint){0};
    enum status rc = note_parse(a, bytes, &n, err);
    if (!rc)
        rc = policy_verify(p, NULL, a, &n, &verified, err);
    if (!rc)
        rc = checkpoint_parse(n.text, out, err);
    if (!rc && !(by = log_of(p, &verified, out->origin)))
        rc = fault(err, ERR_INPUT, 0, "no log of the policy has signed the checkpoint of %.*s",
                   STRF(out->origin));
    if (!rc)
        rc = policy_require(p, &verified, err);
    if (!rc && note)
        *note = n;
    if (!rc && log)
        *log = by;
    return rc;
}
