/* SPDX-License-Identifier: Apache-2.0 */
/* clean_test.c - the tables below are the specification of text/clean.h. */
#include "cmocka_all.h"

#include "text/clean.h"

#include <string.h>

struct pair {
    const char *in, *out;
};

static void assert_str(struct str got, const char *want)
{
    if (!str_is(got, want))
        fail_msg("got \"%.*s\", want \"%s\"", STRF(got), want);
}

static void utf8_is_as_in_rfc_3629(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t valid;
    } cases[] = {
        {"", 0},
        {"plain ASCII, longer than a step", 31},
        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9},
        {"abcdefgh\xFF", 8},
        {"a\xC0\xAF", 1},         /* overlong */
        {"a\xE0\x9F\xBF", 1},     /* overlong */
        {"a\xED\xA0\x80", 1},     /* surrogate */
        {"a\xF4\x90\x80\x80", 1}, /* over U+10FFFF */
        {"a\xF0\x8F\xBF\xBF", 1}, /* overlong */
        {"ab\xC3", 2},            /* cut off */
        {"ab\xE2\x82", 2},
        {"ab\x80", 2},
        {"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF", 10},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(utf8_valid(str_of(cases[i].s)), cases[i].valid);
}

static void code_points_come_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t put = utf8_put(c, bytes), len;
        bool none = c > 0x10FFFF || (c >= 0xD800 && c < 0xE000);
        assert_int_equal(utf8_valid((struct str){bytes, put}), put);
        assert_int_equal(utf8_next((struct str){bytes, put}, &len), none ? 0xFFFD : c);
        assert_int_equal(len, put);
    }
    size_t len;
    assert_int_equal(utf8_next(STR(""), &len), 0);
    assert_int_equal(len, 0);
    assert_int_equal(utf8_next(STR("\xE2\x82"), &len), 0xFFFD);
    assert_int_equal(len, 1);
}

static void texts_are_cleaned_as_in_the_table(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"", ""},
        {"   ", ""},
        {"Omar TESTARI", "Omar TESTARI"},
        {"  Omar  TESTARI\t\r\n", "Omar TESTARI"},
        {"one two three four five  six", "one two three four five six"},
        {"1234567  8", "1234567 8"}, /* two blanks on both sides of a step */
        {"12345678  9", "12345678 9"},
        {"1234567  8901234567", "1234567 8901234567"},
        {"abc  def 1234567890", "abc def 1234567890"},
        {"1234567 \t8", "1234567 8"},
        {"a\u00A0b", "a b"},
        {"\u00A0a\u00A0\u00A0", "a"},
        {"a \u00A0 b", "a b"},
        {"a\u202Fb\u3000c\u2009d\u2028e\xC2\x85"
         "f",
         "a b c d e f"},
        {"\uFEFFa\uFEFF", "a"},
        {"\u200Eعمر\u200F \u202Bتست\u202C", "عمر تست"},
        {"a\u2066b\u2069c\u061Cd", "abcd"},
        {"a \u200E b", "a b"},
        {"می\u200Cخواهم", "می\u200Cخواهم"}, /* the joiner is spelling */
        {"a_x000D_b", "a b"},
        {"_x000D_a_x000D_\n_x000D_b_x000D_", "a b"},
        {"_x000\u200ED_a", "a"}, /* nothing is made by taking away */
        {"snake_case_x000A_", "snake_case_x000A_"},
        {"\xE2 a\xFF b", "\xE2 a\xFF b"}, /* not UTF-8: stays */
        {"\xE2\xE2\x80\x8E\x80\x8E z", "z"},
        {"a  b \xE2\xE2\x80\x8E\x80\x8E", "a b"},
        {"Тест Тестов", "Тест Тестов"},
        {"пример  ввода", "пример ввода"},
        {"é", "é"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(text_clean(&a, str_of(cases[i].in)), cases[i].out);
    arena_free(&a);
}

static void a_clean_text_is_given_back(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str s = STR("  Тест Testari, of the Invented Brigade \xE2\x80\x8F\n");
    struct str plain = STR("plain");
    assert_ptr_equal(text_clean(&a, s).s, s.s + 2);
    assert_ptr_equal(text_unescape(&a, s).s, s.s);
    assert_ptr_equal(text_from_1252(&a, plain).s, plain.s);
    assert_int_equal(a.used, 0);
}

static void no_memory_is_the_empty_text(void **state)
{
    (void)state;
    struct arena a = {.limit = 2};
    assert_int_equal(text_clean(&a, STR("a  bcdef")).len, 0);
    assert_true(a.failed);
    assert_int_equal(text_unescape(&a, STR("a&amp;b")).len, 0);
    assert_int_equal(text_from_1252(&a, STR("caf\xE9")).len, 0);
    arena_free(&a);
}

static void one_level_is_unescaped(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"Test &amp; Sons", "Test & Sons"},
        {"&amp;amp;", "&amp;"},
        {"&lt;b&gt; &quot;x&quot; &apos;y&#39; &#x27;z&#X27;", "<b> \"x\" 'y' 'z'"},
        {"a&nbsp;b", "a\u00A0b"},
        {"&#1058;&#x435;", "Те"},
        {"don&#146;t", "don\u2019t"},
        {"AT&T; a & b &; &unknown; &#; &#x; &#12a;", "AT&T; a & b &; &unknown; &#; &#x; &#12a;"},
        {"&#0; &#xD800; &#x110000; &#7;", "&#0; &#xD800; &#x110000; &#7;"},
        {"&amp", "&amp"},
        {"&&amp;", "&&"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_str(text_unescape(&a, str_of(cases[i].in)), cases[i].out);
    arena_free(&a);
}

static void windows_1252_becomes_utf8(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(text_from_1252(&a, STR("caf\xE9 \x80 \x93x\x94 \x81\x8D\x8F\x90\x9D \xA0\xFF")),
               "café € “x” \uFFFD\uFFFD\uFFFD\uFFFD\uFFFD \u00A0ÿ");
    arena_free(&a);
}

static void scripts_are_told(void **state)
{
    (void)state;
    static const struct pair cases[] = {
        {"", "Zyyy"},
        {"12.5 (7) ٣٤", "Zyyy"},
        {"\xFF\xFE", "Zyyy"},
        {"Testari", "Latn"},
        {"Çağrı Đỗ", "Latn"},
        {"Ab аб", "Latn"},
        {"Тестов Omar", "Cyrl"},
        {"عمر", "Arab"},
        {"טסט", "Hebr"},
        {"Δοκιμή", "Grek"},
        {"Թեստ", "Armn"},
        {"ტესტი", "Geor"},
        {"परीक्षण", "Deva"},
        {"পরীক্ষা", "Beng"},
        {"சோதனை", "Taml"},
        {"ทดสอบ", "Thai"},
        {"测试", "Hani"},
        {"测试 Test company", "Latn"},
        {"시험", "Hang"},
        {"てすと", "Hira"},
        {"テスト", "Kana"},
        {"山田たろう", "Jpan"},
        {"山たろう Tes", "Jpan"},
        {"ሙከራ", "Ethi"},
        {"សាកល្បង", "Khmr"},
        {"ທົດສອບ", "Laoo"},
        {"စမ်းသပ်", "Mymr"},
        {"පරීක්ෂණය", "Sinh"},
        {"ਟੈਸਟ", "Guru"},
        {"પરીક્ષણ", "Gujr"},
        {"పరీక్ష", "Telu"},
        {"ಪರೀಕ್ಷೆ", "Knda"},
        {"പരീക്ഷ", "Mlym"},
        {"ཚོད་ལྟ", "Tibt"},
        {"ޓެސްޓު", "Thaa"},
        /* Where two bytes begin or end being letters. */
        {"ª", "Latn"},
        {"×÷", "Zyyy"},
        {"\u02B8", "Latn"},
        {"\u02B9", "Zyyy"},
        {"\u037E\u0387", "Zyyy"},
        {"\u0386", "Grek"},
        {"\u0482\u0489", "Zyyy"},
        {"\u052F", "Cyrl"},
        {"\u0531", "Armn"},
        {"\u055A", "Zyyy"},
        {"\u0640\u064B", "Zyyy"},
        {"\u064A", "Arab"},
        {"\u07B1", "Thaa"},
        {"\xC1\x81\xC3", "Zyyy"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(text_script(str_of(cases[i].in)), cases[i].out);
}

/* A dash of three bytes is no letter, and takes the text from the fast way. */
static void check_script(const char *text, size_t len)
{
    char slow[64];
    memcpy(slow, text, len);
    memcpy(slow + len, "\xE2\x80\x90", 3);
    assert_string_equal(text_script((struct str){text, len}),
                        text_script((struct str){slow, len + 3}));
}

static void a_script_is_told_fast_as_it_is_slowly(void **state)
{
    (void)state;
    static const char bytes[] = "aZ 5\xC3\xC5\xCA\xCC\xCE\xD0\xD1\xD2\xD4\xD5\xD7\xD8\xD9\xDB\xDE"
                                "\xE0\xE1\xEA\xF0\x80\x84\x91\x9C\xA0\xAF\xB1\xB8\xBF";
    char text[40];
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        text[0] = (char)(pair >> 8);
        text[1] = (char)pair;
        check_script(text, 2);
    }
    for (unsigned i = 0, seed = 1; i < 200000; i++) {
        for (size_t k = 0; k < 8; k++, seed = seed * 1103515245U + 12345U)
            text[k] = bytes[(seed >> 16) % (sizeof bytes - 1)];
        check_script(text, 1 + i % 8);
    }
}

/* Two blanks in front take a text from the fast way. */
static void check_clean(struct arena *a, const char *three, size_t at)
{
    char text[] = "x  abcdefghi klmnopqrs uvwxyzabcdefgh";
    struct str fast = {text + 3, sizeof text - 4};
    memcpy(text + 3 + at, three, fast.len - at < 3 ? fast.len - at : 3);
    arena_reset(a);
    struct str once = text_clean(a, fast);
    struct str slow = text_clean(a, (struct str){text, fast.len + 3});
    assert_true(str_equal(once, str_from(slow, 2)));
}

static void a_text_is_cleaned_fast_as_it_is_slowly(void **state)
{
    (void)state;
    static const size_t places[] = {0, 6, 15, 16, 22, 31, 33};
    static const char thirds[] = "a\x80\x8E\x9F\xBF";
    struct arena a = {0};
    for (unsigned pair = 0; pair < 0x10000; pair++)
        for (size_t third = 0; third < (pair < 0xC000 ? 1 : sizeof thirds - 1); third++)
            for (size_t i = 0; i < COUNT(places); i++)
                check_clean(&a, (char[]){(char)(pair >> 8), (char)pair, thirds[third]}, places[i]);
    arena_free(&a);
}

static void packed_lists_are_split(void **state)
{
    (void)state;
    /* The items that come out, joined by '|'. */
    static const struct pair cases[] = {
        {"", ""},
        {"one", "one"},
        {"a) one b) two", "one|two"},
        {"a) one; b) two,\n c) three", "one|two|three"},
        {"(1) one (2) two (a) (3) three", "one|two (a)|three"},
        {"a)1994 b)1993", "1994|1993"},
        {"(a) one (c) three", "one (c) three"}, /* a gap */
        {"A) one B) two", "one|two"},
        {"1: one 2: two", "one|two"},
        {"1: one", "1: one"},
        {"a. one b. two", "one|two"},
        {"a. one", "a. one"},
        {"a) one", "one"},
        {"one a) two b) three", "one a) two b) three"},
        {"a) b) two", "two"},
        {"a) plan b)x", "plan|x"},
        {"（1）one （2）two", "one|two"},
        {"1) a 2) b 3) c 4) d 5) e 6) f 7) g 8) h 9) i 10) j 11) k", "a|b|c|d|e|f|g|h|i|j|k"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena a = {0};
        str_vec items = {0};
        char joined[200] = "";
        text_items(&a, str_of(cases[i].in), &items);
        for (size_t k = 0; k < items.count; k++) {
            strcat(joined, k ? "|" : "");
            strncat(joined, items.at[k].s, items.at[k].len);
        }
        assert_string_equal(joined, cases[i].out);
        arena_free(&a);
    }
}

static void ends_are_stripped(void **state)
{
    (void)state;
    assert_str(text_strip(STR(" ;, one; two ,; \n"), ";,"), "one; two");
    assert_str(text_strip(STR(";;"), ";"), "");
    assert_str(text_strip((struct str){0}, ";"), "");
    assert_str(text_strip(STR(" one "), ""), "one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_as_in_rfc_3629),
        cmocka_unit_test(code_points_come_back),
        cmocka_unit_test(texts_are_cleaned_as_in_the_table),
        cmocka_unit_test(a_clean_text_is_given_back),
        cmocka_unit_test(no_memory_is_the_empty_text),
        cmocka_unit_test(one_level_is_unescaped),
        cmocka_unit_test(windows_1252_becomes_utf8),
        cmocka_unit_test(scripts_are_told),
        cmocka_unit_test(a_script_is_told_fast_as_it_is_slowly),
        cmocka_unit_test(a_text_is_cleaned_fast_as_it_is_slowly),
        cmocka_unit_test(packed_lists_are_split),
        cmocka_unit_test(ends_are_stripped),
    };
    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
