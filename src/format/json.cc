/* SPDX-License-Identifier: Apache-2.0 */
/* json.cc - the first stage of simdjson behind a C interface; the one C++ file.
 *
 * simdjson parses in two stages.  The first finds the tokens of a document with
 * the widest vectors that the processor has (chosen when the program runs) and
 * checks UTF-8 on the way; it is what makes simdjson fast, and is used here.
 * The second, ours, is json_flat.c: simdjson's own turns numbers into doubles
 * and copies each string, where a list's texts can be looked at in place.
 *
 * The stage is not in simdjson's documented interface, but is what that stands
 * on since version 1.0; a version that changes it does not compile. */
#include "format/json_index.h"

#define SIMDJSON_EXCEPTIONS 0
#include <memory>
#include <new>
#include <simdjson.h>

struct json_index {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
};

extern "C" struct json_index *json_index_new(void)
{
    auto *x = new (std::nothrow) json_index;
    const auto &best = simdjson::get_active_implementation();
    if (x && best->create_dom_parser_implementation(0, 1, x->stage) != simdjson::SUCCESS) {
        delete x;
        return nullptr;
    }
    return x;
}

extern "C" void json_index_free(struct json_index *x)
{
    delete x;
}

/* Room grows by half more than asked for, so that growing lines settle soon. */
static bool make_room(struct json_index *x, size_t len)
{
    if (len <= x->stage->capacity())
        return true;
    size_t room = len + len / 2;
    room = room < UINT32_MAX / 2 ? room : len;
    return x->stage->set_capacity(room) == simdjson::SUCCESS;
}

extern "C" enum status json_index_run(struct json_index *x, struct str bytes, const uint32_t **at,
                                      size_t *count)
{
    if (bytes.len == 0)
        return ERR_INPUT;
    if (!make_room(x, bytes.len))
        return ERR_MEMORY;
    auto *text = reinterpret_cast<const uint8_t *>(bytes.s);
    if (x->stage->stage1(text, bytes.len, simdjson::stage1_mode::regular) != simdjson::SUCCESS)
        return ERR_INPUT;
    *at = x->stage->structural_indexes.get();
    *count = x->stage->n_structural_indexes;
    return OK;
}
