/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_csv_fuzz.c - any bytes as the four files of OFAC's CSV set, parted by the byte 0x1B: what
 * is taken are records that decode, in whatever order the files are given. */
#include "ofac_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str names[] = {
        {"sdn.csv", 7}, {"alt.csv", 7}, {"add.csv", 7}, {"sdn_comments.csv", 16}};
    struct input_file there[4], back[4];
    struct str rest = {(const char *)data, size};
    struct run run, again;
    size_t count = 0;
    while (rest.len && count < COUNT(names)) {
        rest = str_cut(rest, 0x1B, &there[count].bytes);
        there[count].name = names[count];
        count++;
    }
    for (size_t i = 0; i < count; i++)
        back[i] = there[count - 1 - i];
    enum status rc = run_ofac(&run, "us-sdn", there, count);
    if (rc != run_ofac(&again, "us-sdn", back, count))
        abort();
    if (rc == OK && (run.sink.records == 0 || !str_equal(buf_str(&run.all), buf_str(&again.all))))
        abort();
    if (rc != OK && run.err.why[0] == 0)
        abort();
    run_free(&run);
    run_free(&again);
    return 0;
}
