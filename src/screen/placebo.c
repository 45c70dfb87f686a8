/* SPDX-License-Identifier: Apache-2.0 */
/* placebo.c - given names as people bear them, family names invented.
 *
 * Innocents share given names with the listed, seldom both names; so the first
 * are the common ones of each part of the world, and the second are joined from
 * beginnings and endings that give some ten thousand family names a class. */
#include "screen/placebo.h"

#include <string.h>

/* Words apart by blanks. */
struct recipe {
    const char *text, *given, *begin, *end;
    const char *shape; /* g given, f and n family, p patronymic, a al-, b bin, k Kumar, c company
                          word, l legal form, v Roman number */
};

static const struct recipe recipes[PLACEBO_COUNT] = {
    [PLACEBO_WESTERN] =
        {"western",
         "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth Thomas Susan "
         "Peter "
         "Anna Karl Ursula Pierre Marie Luca Giulia Lars Ingrid Piotr Agnieszka Daniel Sophie",
         "Hal Wex Bram Cor Dun El Fair Gar Hol Ken Lang Mer Nor Os Pen Rad Sten Thor Vel Wal Zim "
         "Bren Cald Drex Fen Grim Hart Lind",
         "worth ton berg field man stein wick ley ford well son sen mann ell ard ingham croft mere "
         "bach hoven strom quist dale hurst",
         "gf gf ggf gf"},
    [PLACEBO_SPANISH] =
        {"Spanish",
         "Jose Maria Juan Carmen Luis Ana Carlos Rosa Miguel Lucia Jorge Elena Pedro Isabel "
         "Antonio Marta Fernando Paula Joao Beatriz",
         "Al Bar Cal Del Es Fer Gal Her Jar Lar Mon Nar Or Pal Quin Riv Sal Tor Val Zar Cas Mar",
         "vedo ranza mendo quera lindez tegui ballo nilla rrado tiago moral donado pinosa cuenca "
         "guirre lloza bedo zuela",
         "gff ggff gf gff"},
    [PLACEBO_RUSSIAN] =
        {"Russian",
         "Aleksandr Sergei Dmitri Andrei Aleksei Ivan Mikhail Nikolai Olga Elena Natalia Svetlana "
         "Tatiana Vladimir Igor Yuri Pavel Oleg Viktor Anna",
         "Bel Chern Dor Gor Ker Kol Kras Leb Med Mor Nev Ol Pol Rod Sav Sok Tar Vor Zav Zhur Brod "
         "Grach Kham Lug",
         "enkov ilin anov ushkin ovsky atov eshin ichev ukhin yakov onin avtsev enko uk chuk "
         "ogorov alov ykin",
         "gpf gf gpf fg"},
    [PLACEBO_ARABIC] =
        {"Arabic",
         "Muhammad Ahmad Ali Hasan Husayn Khalid Omar Yusuf Ibrahim Mustafa Fatima Aisha Maryam "
         "Layla Samir Nabil Tariq Jamal Hamza Bilal Said Salim",
         "Bar Dar Far Gha Ham Jab Kar Lab Mad Nad Qar Ras Sab Tam Wah Zar Hul Shar Muq Bis",
         "awi ani adi ashi ouri aliki amri asiri ayyidi arabi udani iqi atibi ubaisi anfi uqaili",
         "gaf ggaf gf gbgaf"},
    [PLACEBO_SOUTH_ASIAN] =
        {"South Asian",
         "Muhammad Abdul Raj Priya Amit Sunita Imran Ayesha Sanjay Anjali Bilal Sana Vikram Kavita "
         "Farhan Nadia Rahul Deepa Zahid Rubina",
         "Bhat Chak Das Gup Jos Kul Mal Nag Pat Ran Shar Tal Ved Bang Dur Khat Lod Mir Qur Rah",
         "anwal eshi iyani arni otra askar umdar eja obande ikar odhi irji angal avani eshwar",
         "gf ggf gf gkf"},
    [PLACEBO_EAST_ASIAN] =
        {"East Asian",
         "Wei Jing Min Li Hui Jun Yan Ming Hong Ping Ji-hoon Seo-yeon Min-jun Ha-eun Haruto Yui "
         "Sota Aoi Minh Linh",
         "Lin Zhao Gao Cao Deng Feng Pan Kwon Seo Yoon Ma Na Mo Ta Sa Ki",
         "g eng uo iang mura saka bayashi shima wara kawa yama nabe to hara gishi", "fg fg gf fg"},
    [PLACEBO_COMPANY] =
        {"company", "",
         "Al Ber Cor Del Eco Fin Gal Hex Inter Jup Kor Lux Met Nor Omni Pol Quan Rex Sol Tri Uni "
         "Vel West Xen Zen Ast Bril Cyg Dom",
         "vex tara line mont dex ria plan nova tech gen mark tis ford zon pax lum via trix dor ana "
         "star lex",
         "ncl ncc ncl nnl nccl"},
    [PLACEBO_VESSEL] =
        {"vessel",
         "Ocean Sea Star Golden Silver Blue Royal Pacific Atlantic Northern Eastern Lady Captain "
         "Queen Green Grand",
         "Mar Cor Al Bel Cal Del Fal Gal Hel Isl Jul Kal Lor Mel Nar Or Pel Ros Sal Tor",
         "ina ona aris eth ium ora anta ella ira ado iston ander avia enna oria", "gf fv gf f"},
};

static const char company_words[] =
    "Trading Logistics Systems Foods Textiles Engineering Capital Partners Media Travel Textile "
    "Chemicals Medical Design Energy Motors Estates Shipping International Holding Group";
static const char legal_forms[] = "Ltd LLC GmbH Inc SARL OOO AG PLC Corp SpA BV Co.";

static struct str word_of(const char *words, struct chance *c)
{
    struct str rest = str_of(words), word = STR("");
    size_t count = 1;
    for (const char *s = words; *s; s++)
        count += *s == ' ';
    for (size_t k = chance_below(c, count) + 1; k > 0; k--)
        rest = str_cut(rest, ' ', &word);
    return word;
}

static void put_patronymic(struct chance *c, struct buf *out)
{
    static const char fathers[] =
        "Ivanovich Petrovich Sergeevich Nikolaevich Andreevich Pavlovich Mikhailovich Olegovich";
    buf_put(out, word_of(fathers, c));
}

static void put_family(const struct recipe *r, struct chance *c, struct buf *out)
{
    buf_put(out, word_of(r->begin, c));
    buf_put(out, word_of(r->end, c));
}

/* One letter of the shape. */
static void put_part(const struct recipe *r, char part, struct chance *c, struct buf *out)
{
    static const char romans[] = "I II III IV V VI VII";
    switch (part) {
    case 'g':
        buf_put(out, word_of(r->given, c));
        break;
    case 'a': /* al- and a family name, written behind it */
        buf_puts(out, "al-");
        break;
    case 'b':
        buf_puts(out, "bin");
        break;
    case 'k':
        buf_puts(out, "Kumar");
        break;
    case 'p':
        put_patronymic(c, out);
        break;
    case 'c':
        buf_put(out, word_of(company_words, c));
        break;
    case 'l':
        buf_put(out, word_of(legal_forms, c));
        break;
    case 'v':
        buf_put(out, word_of(romans, c));
        break;
    default:
        put_family(r, c, out);
    }
}

const char *placebo_text(enum placebo p)
{
    return recipes[p].text;
}

void placebo_name(enum placebo p, struct chance *c, struct buf *out)
{
    const struct recipe *r = &recipes[p];
    struct str shape = word_of(r->shape, c);
    for (size_t i = 0; i < shape.len; i++) {
        if (i && shape.s[i - 1] != 'a')
            buf_byte(out, ' ');
        put_part(r, shape.s[i], c, out);
    }
}
