/* SPDX-License-Identifier: Apache-2.0 */
/* json_index.h - where the tokens of a JSON document begin.
 *
 * Between json.cc, which knows simdjson, and json_flat.c, which knows JSON. */
#ifndef TOCSIN_JSON_INDEX_H
#define TOCSIN_JSON_INDEX_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct json_index;
MUST_CHECK struct json_index *json_index_new(void);
void json_index_free(struct json_index *x);

/* The offset of each of { } [ ] : , of each opening quote and of each first
 * byte of anything else that is not white space, and behind the last the
 * length; they live until the next call.  ERR_INPUT, undescribed, when bytes
 * are not UTF-8, a string does not end or holds a control character, or there
 * is no token at all; ERR_MEMORY. */
MUST_CHECK enum status json_index_run(struct json_index *x, struct str bytes, const uint32_t **at,
                                      size_t *count);

#ifdef __cplusplus
}
#endif
#endif
