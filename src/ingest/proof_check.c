/* SPDX-License-Identifier: Apache-2.0 */
/* proof_check.c - a proof checked with nothing but the key.
 *
 * Whoever made the file may have meant to deceive: every text in it is believed only for
 * the hash that leads from it to the signed root. */
#include "format/json.h"
#include "ingest/digest.h"
#include "ingest/proof.h"
#include "ingest/witnesses.h"
#include "ledger/tlog_proof.h"
#include "record/decode.h"

#include <string.h>

struct checking {
    struct arena *arena;
    struct json_reader *json;
    struct hasher *hasher;
    struct node *extra, *entry; /* what goes beside the entry, and the entry */
    struct proof *out;
};

static enum status no(struct error *err, const char *why)
{
    return fault(err, ERR_INPUT, 0, "this proves nothing: %s", why);
}

static bool hex_bytes(struct str hex, uint8_t *out, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    if (hex.len != 2 * size)
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        const char *at = hex.s[i] ? strchr(digits, hex.s[i]) : NULL;
        if (!at)
            return false;
        uint8_t digit = (uint8_t)(at - digits);
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | digit : digit << 4);
    }
    return true;
}

/* The member of that name as it stands, without a change. */
static struct str member(const struct node *n, const char *key)
{
    const struct node *m = node_child(n, key);
    return m && (m->type == NODE_TEXT || m->type == NODE_NUMBER) ? m->text : STR("");
}

static bool number(const struct node *n, const char *key, uint64_t *out)
{
    const struct node *m = node_child(n, key);
    return m && m->type == NODE_NUMBER && str_number(m->text, INT64_MAX, out);
}

/* ---- A version's tree. */

static enum status path_of(const struct node *n, struct tree_proof *out, struct error *err)
{
    *out = (struct tree_proof){0};
    NODE_ALL (hash, node_child(n, "path")) {
        if (out->count == TREE_PROOF_MOST || hash->type != NODE_TEXT ||
            !sha256_from_hex(hash->text, &out->at[out->count]))
            return no(err, "a path has something that is no hash, or too many of them");
        out->count++;
    }
    return OK;
}

/* That the leaf is number `index` of the version's entries. */
static enum status in_version(struct checking *k, const struct node *n, struct str leaf,
                              uint64_t *index, struct error *err)
{
    struct tree_proof path;
    struct sha256 root, hash = tree_leaf(leaf);
    if (!number(n, "index", index) || !sha256_from_hex(member(k->entry, "root"), &root))
        return no(err, "an index or the root of the version's entries is missing");
    enum status rc = path_of(n, &path, err);
    if (!rc && !tree_holds(*index, k->out->entries, &hash, &path, &root))
        rc = no(err, "a path does not lead to the root of the version's entries");
    return rc;
}

/* The digest that the ledger has of a record, from the record and its salt. */
static enum status digest_again(struct checking *k, const struct node *n, struct str *record,
                                struct sha256 *out, struct error *err)
{
    struct salt salt;
    struct error here = {0};
    struct node *top;
    *record = member(n, "record");
    if (!hex_bytes(member(n, "salt"), salt.byte, sizeof salt.byte))
        return no(err, "the salt is not 32 hexadecimal digits");
    if (record_decode(k->arena, *record, &top, &here))
        return fault(err, ERR_INPUT, 0, "the record is none: %s", here.why);
    struct record_head head = record_head_of(top);
    if (!str_equal(head.list, k->out->list) || !str_equal(head.ref, k->out->ref))
        return no(err, "the record is of another entry");
    struct sha256 sha = hasher_of(k->hasher, *record);
    hasher_begin(k->hasher);
    hasher_add(k->hasher, (struct str){(const char *)salt.byte, sizeof salt.byte});
    hasher_add(k->hasher, (struct str){(const char *)sha.byte, sizeof sha.byte});
    *out = hasher_end(k->hasher);
    return OK;
}

static enum status check_present(struct checking *k, struct error *err)
{
    struct roll_line line = {0};
    struct buf leaf = {0};
    struct node *record;
    uint64_t index;
    k->out->says = PROOF_PRESENT;
    if (record_decode(k->arena, member(k->extra, "record"), &record, err))
        return ERR_INPUT;
    k->out->ref = record_head_of(record).ref;
    enum status rc = digest_again(k, k->extra, &k->out->record, &line.digest, err);
    line.ref = k->out->ref;
    roll_leaf(&leaf, &line);
    rc = rc ? rc : in_version(k, k->extra, buf_str(&leaf), &index, err);
    buf_free(&leaf);
    return rc;
}

/* A neighbour: where it stands, and its ref. */
static enum status neighbour(struct checking *k, const char *side, bool *there, uint64_t *index,
                             struct str *ref, struct error *err)
{
    const struct node *n = node_child(k->extra, side);
    struct node *leaf;
    struct str text = member(n, "leaf");
    *there = n != NULL;
    if (!n)
        return OK;
    enum status rc = in_version(k, n, text, index, err);
    rc = rc ? rc : json_parse(k->json, k->arena, text, &leaf, err);
    if (!rc)
        *ref = member(leaf, "ref");
    return rc;
}

/* The refs rise, so that two which stand side by side have nothing between them. */
static enum status check_absent(struct checking *k, struct error *err)
{
    bool has_before = false, has_after = false;
    uint64_t before = 0, after = 0, entries = k->out->entries;
    struct str left = {0}, right = {0};
    k->out->says = PROOF_ABSENT;
    k->out->ref = member(k->extra, "absent");
    if (!k->out->ref.len)
        return no(err, "it does not say which ref is absent");
    enum status rc = neighbour(k, "before", &has_before, &before, &left, err);
    rc = rc ? rc : neighbour(k, "after", &has_after, &after, &right, err);
    if (rc)
        return rc;
    if ((has_before && str_compare(left, k->out->ref) >= 0) ||
        (has_after && str_compare(right, k->out->ref) <= 0))
        return no(err, "the ref does not lie between its neighbours");
    bool beside = has_before && has_after ? after == before + 1
                  : has_before            ? before + 1 == entries
                  : has_after             ? after == 0
                                          : entries == 0;
    return beside ? OK : no(err, "the neighbours do not stand side by side");
}

static enum status check_side(struct checking *k, const char *side, struct str *record,
                              struct error *err)
{
    const struct node *n = node_child(k->extra, side);
    struct sha256 said, is;
    if (!n)
        return OK;
    enum status rc = digest_again(k, n, record, &is, err);
    if (!rc && (!sha256_from_hex(member(k->entry, side), &said) || !sha256_equal(said, is)))
        rc = no(err, "the record is not the one of the change");
    return rc;
}

static enum status check_change(struct checking *k, struct error *err)
{
    k->out->says = PROOF_CHANGE;
    k->out->ref = member(k->entry, "ref");
    k->out->change = member(k->entry, "change");
    enum status rc = check_side(k, "before", &k->out->before, err);
    return rc ? rc : check_side(k, "after", &k->out->after, err);
}

/* ---- The file. */

static enum status check_entry(struct checking *k, struct error *err)
{
    struct str kind = member(k->entry, "kind");
    k->out->list = member(k->entry, "list");
    if (!instant_parse(member(k->entry, "at"), &k->out->at))
        return no(err, "the ledger's entry has no instant");
    if (str_is(kind, "change"))
        return check_change(k, err);
    if (!str_is(kind, "snapshot") || !number(k->entry, "entries", &k->out->entries))
        return no(err, "the ledger's entry is neither a change nor the root of a version");
    return node_child(k->extra, "absent") ? check_absent(k, err) : check_present(k, err);
}

static enum status check_checkpoint(struct checking *k, struct str bytes,
                                    const struct proof_trust *trust, struct error *err)
{
    struct note n = {0};
    struct checkpoint *c = &k->out->checkpoint;
    note_verified_vec verified = {0};
    enum status rc = trust->log ? checkpoint_open(k->arena, bytes, trust->log, c, &n, err) : OK;
    if (!rc && trust->policy && (!trust->log || trust->policy->logs.count))
        rc = policy_open(trust->policy, k->arena, bytes, c, &n, NULL, err);
    if (!rc && trust->policy)
        rc = policy_verify(trust->policy, trust->log, k->arena, &n, &verified, err);
    if (!rc && trust->policy)
        rc = policy_require(trust->policy, &verified, err);
    if (rc)
        return rc;
    k->out->unchecked = n.signatures.count - (trust->policy ? verified.count : 1);
    for (size_t i = 0; i < verified.count; i++)
        if (verified.at[i].key->type == KEY_COSIGNATURE)
            *(struct proof_witness *)VEC_ADD(k->arena, &k->out->witnesses) = (struct proof_witness){
                verified.at[i].key->name, witnesses_time(verified.at[i].time)};
    return k->arena->failed ? fault(err, ERR_MEMORY, 0, "no memory to check a proof") : OK;
}

static enum status check_file(struct checking *k, struct str file, const struct proof_trust *trust,
                              struct error *err)
{
    struct tlog_proof r;
    enum status rc = tlog_proof_parse(k->arena, file, &r, err);
    rc = rc ? rc : check_checkpoint(k, r.checkpoint, trust, err);
    rc = rc ? rc : json_parse(k->json, k->arena, r.extra, &k->extra, err);
    if (rc)
        return rc;
    struct str entry = member(k->extra, "entry");
    struct sha256 leaf = tree_leaf(entry);
    k->out->index = r.index;
    rc = tlog_proof_check(&r, &leaf, &k->out->checkpoint, err);
    rc = rc ? rc : json_parse(k->json, k->arena, entry, &k->entry, err);
    return rc ? rc : check_entry(k, err);
}

enum status proof_check(struct arena *a, struct str file, const struct proof_trust *trust,
                        struct proof *out, struct error *err)
{
    struct checking k = {.arena = a, .json = json_reader_new(), .hasher = hasher_new(), .out = out};
    *out = (struct proof){.since = -1};
    enum status rc = k.json && k.hasher ? check_file(&k, file, trust, err)
                                        : fault(err, ERR_MEMORY, 0, "no memory to check a proof");
    json_reader_free(k.json);
    hasher_free(k.hasher);
    return rc;
}
