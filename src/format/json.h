/* SPDX-License-Identifier: Apache-2.0 */
/* json.h - JSON in (simdjson, behind the project's one C++ file) and JSON out.
 *
 * Out: strings are escaped as RFC 8785 (JCS) asks: the two-character escapes,
 * \u00xx in lower case for other controls, everything else as it is. */
#ifndef TOCSIN_JSON_H
#define TOCSIN_JSON_H

#include "base/buf.h"
#include "format/node.h"

/* A reader keeps its buffers from document to document. */
struct json_reader;
MUST_CHECK struct json_reader *json_reader_new(void);
void json_reader_free(struct json_reader *r);

enum { JSON_DEPTH = 64 }; /* how deep arrays and objects may nest */

/* Parses one document into a tree in the arena; texts are copied there.
 * ERR_INPUT with the byte when it is not JSON (RFC 8259), not UTF-8, deeper
 * than JSON_DEPTH, or something follows it.  A byte order mark is passed over. */
MUST_CHECK enum status json_parse(struct json_reader *r, struct arena *a, struct str bytes,
                                  struct node **top, struct error *err);

/* A document laid flat, for readers that have no time for a tree: each value in
 * the order of the text, an object or array before what it holds. */
enum json_type {
    JSON_OBJECT,
    JSON_ARRAY,
    JSON_STRING,
    JSON_NUMBER, /* its digits in text, as written */
    JSON_BOOL,   /* "true" or "false" in text */
    JSON_NULL,
};
struct json_item {
    struct str key;  /* of a member; "" in arrays */
    struct str text; /* unescaped */
    enum json_type type;
    uint32_t next;   /* place of the first item that is not inside this one */
    uint32_t offset; /* where it began in the input */
};
struct json_items {
    const struct json_item *at;
    size_t count;
};
/* Fails as json_parse does.  Keys and texts are views into the input, or into
 * the reader where they had to be unescaped; they and the items live until its
 * next document. */
MUST_CHECK enum status json_flat(struct json_reader *r, struct str bytes, struct json_items *out,
                                 struct error *err);

/* The slow word on whether bytes are one JSON document, with the first byte at
 * fault and what is wrong with it: json_parse asks it after a failure. */
MUST_CHECK enum status json_check(struct str bytes, struct error *err);
/* Is all of s one JSON number? */
bool json_is_number(struct str s);

/* How many bytes stand before the first that a string has escaped: a quote, a
 * backslash, a control byte. */
size_t json_plain(struct str s);

/* Appends "text" with its quotes. */
void json_string(struct buf *b, struct str text);
/* Appends `,` unless b ends with `{`, `[`, `:` or `,`; then "key":. */
void json_key(struct buf *b, const char *key);
/* json_key and json_string; nothing at all for an empty text. */
void json_member(struct buf *b, const char *key, struct str text);
/* json_key, then the text or null when it is empty. */
void json_member_or_null(struct buf *b, const char *key, struct str text);

#endif
