/* SPDX-License-Identifier: Apache-2.0 */
/* rarity.c - words by what they are for. */
#include "text/rarity.h"

unsigned rarity(struct str word, enum role role)
{
    static const uint8_t by_role[ROLE_COUNT] = {
        [ROLE_NAME] = 128, [ROLE_PATRONYMIC] = 96, [ROLE_PARTICLE] = 16, [ROLE_HONORIFIC] = 24,
        [ROLE_LEGAL] = 24, [ROLE_GENERIC] = 48,    [ROLE_NUMBER] = 64,   [ROLE_INITIAL] = 32};
    (void)word;
    return by_role[role];
}
