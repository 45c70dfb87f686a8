/* SPDX-License-Identifier: Apache-2.0 */
#include "source/ofac.h"
enum status ofac_xml_parse(const struct input *in, struct sink *out, struct error *err)
{
    (void)in;
    (void)out;
    return fault(err, ERR_INPUT, 0, "not yet");
}
