/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_note_test.c - keys, signatures, notes and cosignatures: against the specifications'
 * own examples, against Wycheproof, and against every flipped bit. */
#include "ledger_run.h"

#include "ledger/note.h"

#define DASH "\xe2\x80\x94 "
/* The example of c2sp.org/signed-note. */
#define FOO_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_LINE                                                                                   \
    DASH "example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"    \
         "mFXmRKuwHjG1Yu72IneyaQM=\n"
#define FOO_TEXT "This is an example message.\n"
#define FOO_NOTE FOO_TEXT "\n" FOO_LINE

/* ---- Keys. */

static void a_key_is_printed_as_it_was_read(void **state)
{
    static const char *const good[] = {
        FOO_KEY, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "who+01020304+/wE=", /* a private type: any id */
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct key k;
        struct error err = {0};
        assert_int_equal(key_parse(&a, str_of(good[i]), &k, &err), OK);
        assert_true(str_is(key_print(&a, &k), good[i]));
        assert_int_equal(key_verifies(&k), i < 2);
    }
    arena_free(&a);
}

static const struct {
    const char *text, *why;
} no_keys[] = {
    {"", "a key begins with a name, then + and its id"},
    {"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     "a key begins with a name, then + and its id"},
    {"a b+530d903a+AQ==", "a key begins with a name, then + and its id"},
    {"a\xe2\x80\xaf"
     "b+530d903a+AQ==",
     "a key begins with a name, then + and its id"},
    {"a\xff+530d903a+AQ==", "a key begins with a name, then + and its id"},
    {"a", "the id of a key is eight hexadecimal digits in lower case"},
    {"a+530D903A+AQ==", "the id of a key is eight hexadecimal digits in lower case"},
    {"a+530d903+AQ==", "the id of a key is eight hexadecimal digits in lower case"},
    {"a+530d903a0+AQ==", "the id of a key is eight hexadecimal digits in lower case"},
    {"a+530d903a", "a key ends with its type and bytes in base64"},
    {"a+530d903a+AQ==", "a key ends with its type and bytes in base64"},
    {"a+530d903a+AQE", "a key ends with its type and bytes in base64"},
    {"a+530d903a+AQF=",
     "a key ends with its type and bytes in base64"}, /* bits that mean nothing */
    {"a+530d903a+AQE=\n", "a key ends with its type and bytes in base64"},
    {"a+530d903a+AQE=", "a key of type 01 has 32 bytes, not 1"},
    {"a+530d903a+BgE=", "a key of type 06 has 1312 bytes, not 1"},
    {"a+530d903a+CQE=", "keys of type 09 are not known"},
    {"a+530d903a+AgE=", "the id 530d903a is not that of this name and key"},
    {"example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     "the id 530d903a is not that of this name and key"},
    {"example.com/foo+530d903a+AelyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     "the id 530d903a is not that of this name and key"},
    {"PRIVATE+KEY+a+530d903a+AQE=", "this is a private key where a public one is wanted"},
};

static void what_is_no_key_is_refused(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(no_keys); i++) {
        struct key k;
        struct error err = {0};
        assert_int_equal(key_parse(&a, str_of(no_keys[i].text), &k, &err), ERR_INPUT);
        assert_string_equal(err.why, no_keys[i].why);
    }
    arena_free(&a);
}

static void a_new_key_signs(void **state)
{
    static const enum key_type kinds[] = {KEY_ED25519, KEY_COSIGNATURE};
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct signer s, again;
        struct error err = {0};
        char text[SIGNER_TEXT], second[SIGNER_TEXT];
        assert_int_equal(signer_generate(STR("a.example/log"), kinds[i], &s, &err), OK);
        signer_print(&s, text);
        assert_int_equal(signer_parse(str_of(text), &again, &err), OK);
        assert_string_equal(signer_print(&again, second).s, text);
        struct key k = signer_key(&s), k2 = signer_key(&again);
        assert_true(key_same(&k, &k2) && key_verifies(&k) && str_equal(k.material, k2.material));
        struct arena a = {0};
        struct key read;
        assert_int_equal(key_parse(&a, key_print(&a, &k), &read, &err), OK);
        assert_true(key_same(&k, &read));
        arena_free(&a);
        signer_wipe(&s);
        signer_wipe(&again);
        for (size_t b = 0; b < sizeof s; b++)
            assert_int_equal(((const char *)&s)[b], 0);
    }
}

/* No error tells what the secret was. */
static void secrets_are_not_told(void **state)
{
    struct signer s;
    struct error err = {0};
    char text[SIGNER_TEXT + 8];
    (void)state;
    assert_int_equal(signer_generate(STR("a"), KEY_ED25519, &s, &err), OK);
    struct str whole = signer_print(&s, text);
    size_t secret = whole.len - 44;
    for (size_t cut = 0; cut < whole.len; cut++) {
        struct signer out;
        err = (struct error){0};
        assert_int_equal(signer_parse(str_span(whole, 0, cut), &out, &err), ERR_INPUT);
        for (size_t at = secret; at + 6 < cut; at++)
            assert_int_equal(str_find(str_of(err.why), str_span(whole, at, 6)), SIZE_MAX);
    }
    struct signer none;
    memset(&none, 7, sizeof none);
    text[14] = text[14] == '0' ? '1' : '0'; /* in its id */
    err = (struct error){0};
    assert_int_equal(signer_parse(whole, &none, &err), ERR_INPUT);
    for (size_t b = 0; b < sizeof none; b++)
        assert_int_equal(((const char *)&none)[b], 0);
    err = (struct error){0};
    assert_int_equal(signer_generate(STR("a b"), KEY_ED25519, &s, &err), ERR_INPUT);
    err = (struct error){0};
    assert_int_equal(signer_generate(STR("a"), KEY_ML_DSA_44, &s, &err), ERR_USAGE);
}

/* ---- Notes. */

static const struct {
    const char *note, *why;
    size_t line, offset;
} no_notes[] = {
    {"", "a note ends with a line feed", 0, 0},
    {"a\n", "the note has no signatures behind an empty line", 0, 2},
    {"a\n\n", "the note has no signatures behind an empty line", 0, 3},
    {FOO_TEXT FOO_LINE, "the note has no signatures behind an empty line", 0, 141},
    {"a\x01\n\n" FOO_LINE, "a note is UTF-8 without control characters", 1, 1},
    {"a\n\r\n\n" FOO_LINE, "a note is UTF-8 without control characters", 2, 2},
    {"a\xc3\n\n" FOO_LINE, "a note is UTF-8 without control characters", 1, 1},
    {"a\n\nb\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n- a AAAAAAA=\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a  AAAAAAA=\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH " AAAAAAA=\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a AAAAAA==\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a AAAAAAA\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a AAAAAAB=\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a+b AAAAAAA=\n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a AAAAAAA= \n", "a signature is a dash (U+2014), a name and base64", 3, 3},
    {"a\n\n" DASH "a AAAAAAA=\n" DASH "a\n", "a signature is a dash (U+2014), a name and base64", 4,
     18},
};

static void what_is_no_note_is_refused(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(no_notes); i++) {
        struct note n;
        struct error err = {0};
        assert_int_equal(note_parse(&a, str_of(no_notes[i].note), &n, &err), ERR_INPUT);
        assert_string_equal(err.why, no_notes[i].why);
        assert_int_equal(err.line, no_notes[i].line);
        assert_int_equal(err.offset, no_notes[i].offset);
    }
    arena_free(&a);
}

static enum status open_note(struct arena *a, struct str bytes, const struct key *keys,
                             size_t count, size_t *verified, struct error *err)
{
    struct note n;
    note_verified_vec v = {0};
    enum status rc = note_parse(a, bytes, &n, err);
    if (!rc)
        rc = note_verify(a, &n, keys, count, &v, err);
    *verified = v.count;
    return rc;
}

static struct key foo_key(struct arena *a)
{
    struct key k;
    struct error err = {0};
    assert_int_equal(key_parse(a, STR(FOO_KEY), &k, &err), OK);
    return k;
}

static void each_flipped_bit_is_refused(void **state)
{
    struct arena a = {0};
    struct key k = foo_key(&a);
    struct error err = {0};
    char note[] = FOO_NOTE;
    size_t verified;
    (void)state;
    assert_int_equal(open_note(&a, str_of(note), &k, 1, &verified, &err), OK);
    assert_int_equal(verified, 1);
    for (size_t bit = 0; bit < 8 * strlen(FOO_NOTE); bit++) {
        struct str bytes = {note, sizeof note - 1};
        note[bit / 8] ^= (char)(1U << bit % 8);
        err = (struct error){0};
        if (!open_note(&a, bytes, &k, 1, &verified, &err))
            fail_msg("bit %zu", bit);
        note[bit / 8] ^= (char)(1U << bit % 8);
    }
    arena_free(&a);
}

static void signatures_are_counted(void **state)
{
    struct arena a = {0};
    struct key k = foo_key(&a);
    struct buf b = {0};
    size_t verified;
    (void)state;
    for (size_t count = 1; count <= NOTE_SIGNATURES_MOST + 1; count++) {
        struct error err = {0};
        buf_clear(&b);
        buf_puts(&b, FOO_TEXT "\n");
        for (size_t i = 1; i < count; i++)
            buf_puts(&b, DASH "other AAAAAAA=\n");
        buf_puts(&b, FOO_LINE);
        enum status rc = open_note(&a, buf_str(&b), &k, 1, &verified, &err);
        assert_int_equal(rc, count > NOTE_SIGNATURES_MOST ? ERR_INPUT : OK);
    }
    assert_true(buf_room(&b, NOTE_MOST) != NULL);
    memset(b.s, '\n', b.len = NOTE_MOST + 1);
    struct error err = {0};
    assert_int_equal(open_note(&a, buf_str(&b), &k, 1, &verified, &err), ERR_INPUT);
    assert_string_equal(err.why, "a note has at most 1048576 bytes");
    buf_free(&b);
    arena_free(&a);
}

static void known_keys_must_be_right_and_one_must_be_known(void **state)
{
    struct arena a = {0};
    struct signer one, two;
    struct error err = {0};
    struct buf b = {0};
    size_t verified;
    (void)state;
    assert_int_equal(signer_generate(STR("one"), KEY_ED25519, &one, &err), OK);
    assert_int_equal(signer_generate(STR("two"), KEY_ED25519, &two, &err), OK);
    struct key keys[] = {signer_key(&one), signer_key(&two), foo_key(&a)};
    struct signer both[] = {one, two};
    assert_int_equal(note_sign(STR("text\n\nwith an empty line\n"), both, 2, &b, &err), OK);
    struct str note = buf_str(&b);
    assert_int_equal(open_note(&a, note, keys, 3, &verified, &err), OK);
    assert_int_equal(verified, 2);
    assert_int_equal(open_note(&a, note, keys, 1, &verified, &err), OK);
    assert_int_equal(verified, 1);
    assert_int_equal(open_note(&a, note, keys + 2, 1, &verified, &err), ERR_INPUT);
    assert_string_equal(err.why, "the note has no signature of a known key");
    err = (struct error){0};
    assert_int_equal(open_note(&a, note, NULL, 0, &verified, &err), ERR_INPUT);
    /* The second is wrong: with both known the whole is, with the first alone it is not. */
    b.s[b.len - 4] = b.s[b.len - 4] == 'A' ? 'B' : 'A';
    assert_int_equal(open_note(&a, note, keys, 1, &verified, &err), OK);
    err = (struct error){0};
    assert_int_equal(open_note(&a, note, keys, 2, &verified, &err), ERR_INPUT);
    assert_non_null(strstr(err.why, "the signature of two ("));
    buf_free(&b);
    arena_free(&a);
}

static void cosignatures_cover_time_and_text(void **state)
{
    struct arena a = {0};
    struct signer log, witness;
    struct error err = {0};
    struct buf b = {0};
    struct note n;
    note_verified_vec v;
    (void)state;
    assert_int_equal(signer_generate(STR("log"), KEY_ED25519, &log, &err), OK);
    assert_int_equal(signer_generate(STR("witness"), KEY_COSIGNATURE, &witness, &err), OK);
    assert_int_equal(note_sign(STR("log\n1\nroot\n"), &log, 1, &b, &err), OK);
    assert_int_equal(note_cosign(STR("log\n1\nroot\n"), &witness, 1700000000, &b, &err), OK);
    assert_int_equal(note_parse(&a, buf_str(&b), &n, &err), OK);
    assert_int_equal(n.signatures.at[1].bytes.len, 72);
    struct key keys[] = {signer_key(&log), signer_key(&witness)};
    assert_int_equal(note_verify(&a, &n, keys, 2, &v, &err), OK);
    assert_int_equal(v.count, 2);
    assert_int_equal(v.at[0].time, 0);
    assert_int_equal(v.at[1].time, 1700000000);
    assert_ptr_equal(v.at[1].key, &keys[1]);
    /* Any bit of time or signature, and a text that is another. */
    char *bytes = (char *)(uintptr_t)n.signatures.at[1].bytes.s;
    for (size_t bit = 0; bit < 72 * 8; bit++) {
        bytes[bit / 8] ^= (char)(1U << bit % 8);
        err = (struct error){0};
        assert_int_equal(note_verify(&a, &n, keys + 1, 1, &v, &err), ERR_INPUT);
        bytes[bit / 8] ^= (char)(1U << bit % 8);
    }
    n.text = STR("log\n2\nroot\n");
    assert_int_equal(note_verify(&a, &n, keys + 1, 1, &v, &err), ERR_INPUT);
    /* The lines alone, as a witness answers them. */
    struct str lines = n.signatures.at[1].line;
    err = (struct error){0};
    assert_int_equal(note_parse_signatures(&a, lines, &n, &err), OK);
    assert_int_equal(n.signatures.count, 1);
    n.text = STR("log\n1\nroot\n");
    assert_int_equal(note_verify(&a, &n, keys, 2, &v, &err), OK);
    buf_free(&b);
    arena_free(&a);
}

/* A cosignature that is right in all but its time. */
static void times_have_bounds(void **state)
{
    static const struct {
        uint64_t time;
        bool good;
    } cases[] = {{0, false}, {1, true}, {INT64_MAX, true}, {(uint64_t)1 << 63, false}};
    struct arena a = {0};
    struct signer witness;
    struct error err = {0};
    (void)state;
    assert_int_equal(signer_generate(STR("w"), KEY_COSIGNATURE, &witness, &err), OK);
    struct key k = signer_key(&witness);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf message = {0}, b = {0};
        uint8_t bytes[4 + 8 + KEY_SIGNATURE];
        size_t verified;
        err = (struct error){0};
        buf_printf(&message, "cosignature/v1\ntime %llu\ntext\n",
                   (unsigned long long)cases[i].time);
        for (size_t at = 0; at < 4; at++)
            bytes[at] = (uint8_t)(k.id >> (24 - 8 * at));
        for (size_t at = 0; at < 8; at++)
            bytes[4 + at] = (uint8_t)(cases[i].time >> (56 - 8 * at));
        signer_sign(&witness, buf_str(&message), bytes + 12);
        buf_puts(&b, "text\n\n" DASH "w ");
        base64_put(&b, (struct str){(const char *)bytes, sizeof bytes});
        buf_puts(&b, "\n");
        assert_int_equal(open_note(&a, buf_str(&b), &k, 1, &verified, &err),
                         cases[i].good ? OK : ERR_INPUT);
        buf_free(&message);
        buf_free(&b);
    }
    arena_free(&a);
}

static void a_text_that_is_none_is_not_signed(void **state)
{
    static const struct str texts[] = {{"", 0}, {"a", 1}, {"a\t\n", 3}, {"\xff\n", 2}, {"\0\n", 2}};
    struct signer s;
    struct error err = {0};
    (void)state;
    assert_int_equal(signer_generate(STR("a"), KEY_ED25519, &s, &err), OK);
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf b = {0};
        err = (struct error){0};
        assert_int_equal(note_sign(texts[i], &s, 1, &b, &err), ERR_INPUT);
        assert_int_equal(b.len, 0);
    }
}

/* ---- Vectors. */

static void vectors_of_signed_notes(void **state)
{
    char path[512];
    struct arena a = {0};
    (void)state;
    if (!file_exists(vectors_path(path, "notes/notes.json"))) {
        print_message("skipped: %s is not here\n", path);
        return;
    }
    size_t seen = 0;
    for (const struct node *c = node_child(vectors_json(&a, path), "cases")->first; c;
         c = c->next) {
        struct key keys[4];
        size_t count = 0, verified;
        struct error err = {0};
        for (const struct node *k = node_child(c, "vkey")->first; k; k = k->next)
            assert_int_equal(key_parse(&a, k->text, &keys[count++], &err), OK);
        bool good = str_is(node_get(c, "want"), "ok");
        /* The text as it stands: node_get would trim it. */
        struct str bytes = node_child(c, "note")->text;
        enum status rc = open_note(&a, bytes, keys, count, &verified, &err);
        assert_int_equal(rc, good ? OK : ERR_INPUT);
        if (good)
            assert_int_equal(verified, vector_number(c, "verified"));
        seen++;
    }
    assert_int_equal(seen, 6);
    arena_free(&a);
}

static struct str from_hex(struct arena *a, struct str hex)
{
    char *out = arena_alloc(a, hex.len / 2 + 1, 1);
    assert_non_null(out);
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        char two[3] = {hex.s[i], hex.s[i + 1], 0};
        out[i / 2] = (char)strtoul(two, NULL, 16);
    }
    return (struct str){out, hex.len / 2};
}

static void vectors_of_ed25519(void **state)
{
    char path[512];
    struct arena a = {0};
    size_t good = 0, bad = 0;
    (void)state;
    if (!file_exists(vectors_path(path, "notes/testvectors_v1/ed25519_test.json"))) {
        print_message("skipped: %s is not here\n", path);
        return;
    }
    const struct node *top = vectors_json(&a, path);
    for (const struct node *g = node_child(top, "testGroups")->first; g; g = g->next) {
        struct key k = {.type = KEY_ED25519,
                        .material = from_hex(&a, node_get(node_child(g, "publicKey"), "pk"))};
        for (const struct node *t = node_child(g, "tests")->first; t; t = t->next) {
            bool want = str_is(node_get(t, "result"), "valid");
            bool got =
                key_signed(&k, from_hex(&a, node_get(t, "msg")), from_hex(&a, node_get(t, "sig")));
            if (got != want)
                fail_msg("case %.*s", STRF(node_get(t, "tcId")));
            good += want;
            bad += !want;
        }
    }
    print_message("%zu good and %zu bad\n", good, bad);
    assert_int_equal(good + bad, 151);
    arena_free(&a);
}

static void a_signature_is_added_in_the_place_of_its_own(void **state)
{
    struct arena a = {0};
    struct error err = {0};
    struct note n, more;
    struct buf out = {0};
    (void)state;
    assert_int_equal(note_parse(&a,
                                STR(FOO_TEXT "\n" FOO_LINE DASH "b AAAAAQE=\n" DASH
                                             "b AAAAAgE=\n" DASH "c AAAAAQE=\n"),
                                &n, &err),
                     OK);
    assert_int_equal(note_parse_signatures(&a, STR(DASH "b AAAAAQI=\n"), &more, &err), OK);
    assert_int_equal(note_add(&n, &more.signatures.at[0], &out, &err), OK);
    assert_string_equal(buf_cstr(&out), FOO_TEXT "\n" FOO_LINE DASH "b AAAAAgE=\n" DASH
                                                 "c AAAAAQE=\n" DASH "b AAAAAQI=\n");
    buf_free(&out);
    arena_free(&a);
}

static void no_more_signatures_are_added_than_are_read(void **state)
{
    struct arena a = {0};
    struct error err = {0};
    struct note n, more;
    struct buf bytes = {0}, out = {0};
    (void)state;
    buf_puts(&bytes, FOO_TEXT "\n");
    for (int i = 0; i < NOTE_SIGNATURES_MOST; i++)
        buf_printf(&bytes, DASH "w%d AAAAAQE=\n", i);
    assert_int_equal(note_parse(&a, buf_str(&bytes), &n, &err), OK);
    assert_int_equal(note_parse_signatures(&a, STR(DASH "w7 AAAAAQI=\n"), &more, &err), OK);
    assert_int_equal(note_add(&n, &more.signatures.at[0], &out, &err), OK);
    assert_int_equal(note_parse_signatures(&a, STR(DASH "x AAAAAQI=\n"), &more, &err), OK);
    assert_int_equal(note_add(&n, &more.signatures.at[0], &out, &err), ERR_INPUT);
    buf_free(&bytes);
    buf_free(&out);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_printed_as_it_was_read),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(a_new_key_signs),
        cmocka_unit_test(secrets_are_not_told),
        cmocka_unit_test(what_is_no_note_is_refused),
        cmocka_unit_test(each_flipped_bit_is_refused),
        cmocka_unit_test(signatures_are_counted),
        cmocka_unit_test(known_keys_must_be_right_and_one_must_be_known),
        cmocka_unit_test(cosignatures_cover_time_and_text),
        cmocka_unit_test(times_have_bounds),
        cmocka_unit_test(a_text_that_is_none_is_not_signed),
        cmocka_unit_test(vectors_of_signed_notes),
        cmocka_unit_test(vectors_of_ed25519),
        cmocka_unit_test(a_signature_is_added_in_the_place_of_its_own),
        cmocka_unit_test(no_more_signatures_are_added_than_are_read),
    };
    return cmocka_run_group_tests_name("ledger_note", tests, NULL, NULL);
}
