/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_xml_fuzz.c - any bytes as OFAC's XML, by its root in one of three formats: what is taken
 * are records that decode, the same ones every time, and a fault says why. */
#include "ofac_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input_file file = {STR("sdn.xml"), {(const char *)data, size}};
    struct run run, again;
    struct str head = str_span(file.bytes, 0, 4096);
    if (!str_is(str_of(source_ofac.claims(file.name, head)), "csv")) {
        enum status rc = run_ofac(&run, "us-cons", &file, 1);
        if (rc != run_ofac(&again, "us-cons", &file, 1) || (rc != OK && run.err.why[0] == 0) ||
            !str_equal(buf_str(&run.all), buf_str(&again.all)) ||
            run.sink.unknown.count > SINK_UNKNOWN_MAX)
            abort();
        run_free(&run);
        run_free(&again);
    }
    return 0;
}
