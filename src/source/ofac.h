/* SPDX-License-Identifier: Apache-2.0 */
/* ofac.h - what the formats of OFAC share: names, labelled facts, programmes.
 *
 * OFAC publishes one database in five formats.  All of them say most things as
 * a label and a value ("Tax ID No.", "Gender", "Secondary sanctions risk:"), so
 * one table of labels (ofac_facts.c) serves them all, and the same party gives
 * comparable records from each.  Only the sources of this folder include this. */
#ifndef TOCSIN_OFAC_H
#define TOCSIN_OFAC_H

#include "source/source.h"

/* The measures that followed from sets of programmes seen before in this file. */
struct ofac_memory {
    struct arena arena;
    size_t count;
    struct ofac_derived {
        enum kind kind;
        bool sdn;
        str_vec programmes;
        VEC(struct measure) measures;
    } derived[256];
};

/* The record at hand: where its texts live, and who is told what was not
 * understood. */
struct ofac {
    struct arena *a;
    struct record *r;
    struct sink *out;
    struct ofac_memory *memory; /* may be NULL */
};

/* One thing that OFAC says of the party.  Dates are verbatim ("10 Oct 1957").
 * `when`, if not NULL, is the value as a date that was read already.  `packed`:
 * if this is a number, the value may still hold what ofac_unpack takes out. */
struct ofac_fact {
    struct str label, value, country, issuer, issued, expires, note;
    const struct dating *when;
    bool packed;
};

/* ---- Facts (ofac_facts.c, ofac_labels.c). */

/* ASCII case only. */
char ofac_lower(char c);
bool ofac_begins(struct str s, struct str with);

/* Puts the fact where its label belongs.  false, with nothing done, when the
 * table does not have the label. */
bool ofac_fact(struct ofac *o, const struct ofac_fact *f);
/* The same for a label and its value in one text, "Gender Male". */
bool ofac_clause(struct ofac *o, struct str clause);
/* How much of the front of s is a label of the table, with the punctuation
 * that ends it; 0 when it begins with none. */
size_t ofac_label(struct str s);
/* A fact of a label that the table does not have: an identifier, or a detail. */
void ofac_other_id(struct ofac *o, const struct ofac_fact *f);
void ofac_detail(struct ofac *o, struct str label, struct str text);
/* ofac_fact, and what its table does not have as an identifier or a detail. */
void ofac_bag(struct ofac *o, const struct ofac_fact *f);
/* "None Identified", "Unknown" … where a country should stand. */
bool ofac_no_country(struct str text);
/* Cleaned. */
struct str ofac_text(struct ofac *o, struct str s);
/* "a; b", or the one that is not empty. */
struct str ofac_join(struct ofac *o, struct str a, struct str b);
/* The lines of an address, joined. */
struct str ofac_street(struct ofac *o, struct str a, struct str b, struct str c);

/* One part of an address by OFAC's word for it ("CITY"); the lines ADDRESS1-3
 * go to lines[3] for ofac_street. */
void ofac_address_part(struct ofac *o, struct place *p, struct str lines[3], struct str role,
                       struct str text);
/* A period from 1 January to 31 December is its years; from the first to the
 * last of a month, that month. */
struct dating ofac_whole_years(struct dating d);

/* ---- Names, programmes, measures (ofac_names.c). */

/* "LAST, First" of a person is split; every other kind is taken as it is.
 * `listed` stays as the name's verbatim form where it differs.  A throw-away
 * name for blank text. */
struct name *ofac_listed_name(struct ofac *o, enum quality q, struct str listed);
/* The same from its two halves; either may be empty. */
struct name *ofac_split_name(struct ofac *o, enum quality q, struct str family, struct str given);
/* Quality of an alias of that type: "aka", "f.k.a.", "N.K.A." …; the note that
 * goes with it to *note. */
enum quality ofac_alias(struct ofac *o, struct str type, struct str *note);
/* The quality of a name that OFAC calls weak. */
enum quality ofac_weaken(enum quality q, struct str *note);
/* Adds a part by OFAC's word for its role ("Last Name", "Entity Name"). */
void ofac_part(struct ofac *o, struct name *n, struct str role, struct str text);
enum kind ofac_kind(struct ofac *o, struct str text);
/* One of OFAC's own lists that the party is on, and since when. */
void ofac_listed(struct ofac *o, struct str list, struct str since);
/* A relation that OFAC states ("Linked To", "Owned or Controlled By"). */
void ofac_link(struct ofac *o, struct str type, struct str ref, struct str name, struct str note);
/* A sanctions type in OFAC's words ("Block"). */
void ofac_measure(struct ofac *o, struct str words);
/* Called last: the measures that follow from the programmes; `sdn`: and from
 * being on the SDN list, which means blocking. */
void ofac_measures(struct ofac *o, bool sdn);

/* ---- The Remarks mini-format (ofac_remarks.c, ofac_numbers.c). */

/* Reads the clauses of a remark into the record.  The text itself is not kept.
 * `cut`: the text ends in the middle of its last clause, which is then not read. */
void ofac_remarks(struct ofac *o, struct str text, bool cut);
/* A clause of a label that the table does not have, told by the word that ends
 * it ("… No. 123"): an identifier of type "other". */
bool ofac_unlisted_number(struct ofac *o, struct str clause);
/* "N123 (Country) issued 01 Jan 2010 expires 31 Dec 2019" into its members. */
void ofac_unpack(struct ofac_fact *f);

/* ---- The formats. */
enum status ofac_csv_parse(const struct input *in, struct sink *out, struct error *err);
bool ofac_csv_claims(struct str name, struct str head);
enum status ofac_xml_parse(const struct input *in, struct sink *out, struct error *err);
enum status ofac_enhanced_parse(const struct input *in, struct sink *out, struct error *err);
enum status ofac_advanced_parse(const struct input *in, struct sink *out, struct error *err);

#endif
