/* SPDX-License-Identifier: Apache-2.0 */
/* policy_fuzz.c - a policy that is read can be printed and read again to the same; and what is met
 * by some of its witnesses is met by all of them.  $ and a byte stand for a key, which chance does
 * not make: of a witness when the byte is even, else of a log. */
#include "ledger/policy.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

/* The vkey of "k" with a public key of that byte again and again. */
static void put_key(unsigned char byte, struct buf *out)
{
    struct arena a = {0};
    char material[KEY_PUBLIC];
    char head[3] = {'k', '\n', byte % 2 ? KEY_ED25519 : KEY_COSIGNATURE};
    memset(material, byte, sizeof material);
    struct sha256 sum = sha256_of((struct str){head, 3}, (struct str){material, KEY_PUBLIC});
    struct key k = {.name = STR("k"), .type = (uint8_t)head[2], .material = {material, KEY_PUBLIC}};
    for (size_t i = 0; i < 4; i++)
        k.id = k.id << 8 | sum.byte[i];
    buf_put(out, key_print(&a, &k));
    arena_free(&a);
}

static void fill(struct str in, struct buf *out)
{
    for (size_t i = 0; i < in.len; i++)
        if (in.s[i] == '$' && i + 1 < in.len)
            put_key((unsigned char)in.s[++i], out);
        else
            buf_byte(out, in.s[i]);
}

static bool met_by(struct arena *a, const struct policy *p, unsigned first)
{
    note_verified_vec v = {0};
    for (size_t i = 0; i < p->members.count; i++)
        if (!p->members.at[i].threshold && i % 3 >= first)
            *(struct note_verified *)VEC_ADD(a, &v) =
                (struct note_verified){.key = &p->members.at[i].key};
    return policy_met(p, &v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {.limit = (size_t)64 << 20};
    struct buf text = {0}, once = {0}, twice = {0};
    struct error err = {0};
    struct policy p, q;
    fill((struct str){(const char *)data, size}, &text);
    if (policy_parse(&a, buf_str(&text), &p, &err) == OK) {
        policy_print(&p, &a, &once);
        must(policy_parse(&a, buf_str(&once), &q, &err) == OK);
        policy_print(&q, &a, &twice);
        must(str_equal(buf_str(&once), buf_str(&twice)) && p.quorum == q.quorum);
        must(met_by(&a, &p, 0));
        must(!met_by(&a, &p, 3) || p.quorum == POLICY_NONE);
        must(met_by(&a, &p, 1) == met_by(&a, &q, 1));
    } else {
        must(err.offset <= text.len && err.why[0]);
    }
    buf_free(&text);
    buf_free(&once);
    buf_free(&twice);
    arena_free(&a);
    return 0;
}
