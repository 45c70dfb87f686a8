/* SPDX-License-Identifier: Apache-2.0 */
/* telling.h - a change as a JSON line, and its fields in a few words or many. */
#ifndef TOCSIN_TELLING_H
#define TOCSIN_TELLING_H

#include "cli/cli.h"
#include "format/json.h"

/* Appends the object of `tocsin changes --json`, without a line feed. */
void change_json(struct buf *b, const struct change *c);

/* Appends the members that changed, each once: "names, remarks".  `fields` is
 * the JSON array of record_diff; the arena is the caller's, for a moment. */
void change_members(struct json_reader *json, struct arena *a, struct str fields, struct buf *b);

/* Appends a line for each field: what was taken away (-), came (+) or became
 * something else. */
void change_fields(const struct cli *c, struct json_reader *json, struct arena *a,
                   struct str fields, size_t indent, struct buf *b);

#endif
