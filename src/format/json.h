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

/* Parses one document into a tree in the arena; texts are copied there.
 * ERR_INPUT with the byte when it is not JSON, not UTF-8, deeper than 64, or
 * something follows it. */
MUST_CHECK enum status json_parse(struct json_reader *r, struct arena *a, struct str bytes,
                                  struct node **top, struct error *err);

/* Appends "text" with its quotes. */
void json_string(struct buf *b, struct str text);
/* Appends `,` unless b ends with `{`, `[`, `:` or `,`; then "key":. */
void json_key(struct buf *b, const char *key);
/* json_key and json_string; nothing at all for an empty text. */
void json_member(struct buf *b, const char *key, struct str text);
/* json_key, then the text or null when it is empty. */
void json_member_or_null(struct buf *b, const char *key, struct str text);

#endif
