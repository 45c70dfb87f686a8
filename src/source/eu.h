/* SPDX-License-Identifier: Apache-2.0 */
/* eu.h - what the files of the EU source share.
 *
 * All four formats come down to trees of two shapes: `sanctionEntity` of the
 * Financial Sanctions Files 1.1 (eu_entity.c) and `ENTITY` of their forerunner
 * (eu_fsd.c).  XML brings the trees along (eu_xml.c); rows of CSV are put
 * together to the same trees (eu_csv.c).
 *
 * The same entity under two acts keeps one EU reference and has two logical
 * ids, that is two trees, which need not be neighbours.  They are the parts of
 * one record: what is a set is united, and the record is listed since the first
 * designation, ended when all its parts have ended. */
#ifndef TOCSIN_EU_H
#define TOCSIN_EU_H

#include "format/node.h"
#include "source/source.h"

struct eu {
    struct str list;
    struct sink *out;
    struct arena a; /* of the record at hand */
    char day[11];   /* YYYY-MM-DD that the file was made, or "" */
};

/* A record while its parts arrive. */
struct eu_party {
    struct record r;
    str_vec designated; /* stated days, ISO */
    str_vec acts;       /* days of the acts that brought its details, ISO */
    str_vec ends;       /* days that its parts ended or will end, ISO */
    size_t parts;
    struct eu_first { /* the name that is to be the primary one */
        bool found, foreign;
        uint64_t id;
        size_t at;
    } first;
};

/* A name in any of the formats. */
struct eu_name {
    struct str whole, first, middle, last, title, function, gender, language, remark, id;
    bool weak;
};

/* ---- Trees to records (eu_record.c). */

/* One tree, and what its record is known by: the EU reference, else the
 * logical id. */
struct eu_part {
    struct node *tree;
    struct str key;
    uint64_t id; /* logical id as a number; UINT64_MAX when it is none */
};
struct eu_part eu_part_of(struct node *tree);
/* Makes one record of the parts, in any order, and hands it to the sink. */
MUST_CHECK enum status eu_record(struct eu *e, struct eu_part *parts, size_t count,
                                 struct error *err);
/* The day or instant that the file says it was made. */
void eu_day(struct eu *e, struct str text);

void eu_add_name(struct eu *e, struct eu_party *p, struct eu_name name);
/* A cell of "(a) … (b) …" items, unescaped. */
void eu_add_items(struct eu *e, str_vec *set, struct str text);
/* Adds the day; told to the sink under `what` when it is none. */
void eu_add_day(struct eu *e, str_vec *days, const char *what, struct str text);
void eu_add_programme(struct eu *e, struct eu_party *p, struct str programme);
/* "753/2011 (OJ L199) (AFG)" */
void eu_add_basis(struct eu *e, struct eu_party *p, struct str title, struct str programme);
void eu_add_kind(struct eu *e, struct eu_party *p, struct str word);
void eu_add_dating(struct eu *e, struct eu_party *p, struct dating d);
/* Text of the node, cleaned; "" for the list's words for nothing. */
struct str eu_get(struct eu *e, const struct node *n, const char *name);
struct str eu_lower(struct eu *e, struct str s);
/* Both, with `with` between them when neither is blank. */
struct str eu_join(struct eu *e, struct str x, const char *with, struct str y);
/* The common word for an identification type code, or "". */
struct str eu_paper(struct str code);

/* ---- Free text (eu_remark.c). */

/* Keeps the remark, and what it says in passing: a UN reference, the day of the
 * UN's designation, further programmes. */
void eu_add_remark(struct eu *e, struct eu_party *p, struct str text);
/* Takes what stands as "PHONE[…]", "FAX[…]", "EMAIL[…]", "WEB[…]" out of the
 * text and returns the rest. */
struct str eu_add_contacts(struct eu *e, struct eu_party *p, struct str text);

/* ---- One part (eu_entity.c, eu_fsd.c). */
void eu_entity(struct eu *e, struct eu_party *p, struct node *n);
void eu_fsd_entity(struct eu *e, struct eu_party *p, struct node *n);

/* ---- Files to trees (eu_xml.c, eu_csv.c). */
MUST_CHECK enum status eu_xml(struct eu *e, struct str bytes, struct error *err);
/* `old` is CSV 1.0. */
MUST_CHECK enum status eu_csv(struct eu *e, struct str bytes, bool old, struct error *err);

#endif
