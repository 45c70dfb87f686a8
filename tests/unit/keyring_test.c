/* SPDX-License-Identifier: Apache-2.0 */
/* keyring_test.c - which key has to have signed a checkpoint of a log that changed its key. */
#include "cmocka_all.h"

#include "ledger/keyring.h"

#include <string.h>

enum { OLD = 1, NEW = 2, OTHER = 4 };

static struct signer signers[3];
static struct arena arena;

static int make(void **state)
{
    (void)state;
    for (uint8_t i = 0; i < COUNT(signers); i++) {
        struct error err = {0};
        if (signer_generate(STR("lists.example/log"), KEY_ED25519, &signers[i], &err))
            return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* OLD from the first entry on, NEW behind entry 9. */
static keyring ring_of_two(void)
{
    keyring r = {0};
    struct key first = signer_key(&signers[0]), second = signer_key(&signers[1]);
    keyring_add(&arena, &r, &first, 0);
    keyring_add(&arena, &r, &second, 10);
    return r;
}

static struct str note_of(uint64_t size, unsigned by)
{
    struct signer chosen[3];
    size_t count = 0;
    struct checkpoint c = {.origin = STR("lists.example/log"), .size = size};
    struct buf text = {0}, note = {0};
    struct error err = {0};
    for (size_t i = 0; i < COUNT(signers); i++)
        if (by & 1U << i)
            chosen[count++] = signers[i];
    checkpoint_print(&c, &text);
    assert_int_equal(note_sign(buf_str(&text), chosen, count, &note, &err), OK);
    struct str out = arena_copy(&arena, buf_str(&note));
    buf_free(&text);
    buf_free(&note);
    return out;
}

static const struct {
    uint64_t size;
    unsigned by;
    bool good;
} cases[] = {
    {0, OLD, true},           {9, OLD, true},          {9, NEW, false},
    {9, OLD | NEW, true},     {10, OLD, false},        {10, NEW, true},
    {10, OLD | NEW, true},    {11, OLD, false},        {1000, NEW, true},
    {1000, OTHER, false},     {9, OTHER, false},       {9, OLD | OTHER, true},
    {10, OLD | OTHER, false}, {10, NEW | OTHER, true},
};

static void the_key_in_force_has_to_sign(void **state)
{
    (void)state;
    keyring r = ring_of_two();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct checkpoint c;
        struct error err = {0};
        enum status rc =
            keyring_open(&arena, note_of(cases[i].size, cases[i].by), &r, &c, NULL, &err);
        assert_int_equal(rc == OK, cases[i].good);
        if (cases[i].good)
            assert_int_equal(c.size, cases[i].size);
    }
}

static void what_is_before_the_first_key_is_not_known(void **state)
{
    (void)state;
    keyring r = {0};
    struct key key = signer_key(&signers[0]);
    struct checkpoint c;
    struct error err = {0};
    assert_null(keyring_at(&r, 0));
    keyring_add(&arena, &r, &key, 5);
    assert_null(keyring_at(&r, 4));
    assert_non_null(keyring_at(&r, 5));
    assert_int_equal(keyring_open(&arena, note_of(4, OLD), &r, &c, NULL, &err), ERR_INPUT);
    assert_non_null(strstr(err.why, "is not known"));
}

static void a_key_is_the_same_in_all_of_it(void **state)
{
    (void)state;
    keyring r = ring_of_two();
    struct key key = signer_key(&signers[1]), other = signer_key(&signers[2]);
    assert_true(keyring_has(&r, &key));
    assert_false(keyring_has(&r, &other));
    other.id = key.id; /* as somebody would who can make ids collide: they have 32 bits */
    assert_true(key_same(&key, &other));
    assert_false(keyring_has(&r, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_key_in_force_has_to_sign),
        cmocka_unit_test(what_is_before_the_first_key_is_not_known),
        cmocka_unit_test(a_key_is_the_same_in_all_of_it),
    };
    return cmocka_run_group_tests_name("keyring", tests, make, end);
}
