/* SPDX-License-Identifier: Apache-2.0 */
/* address.h - which network addresses a download may go to.
 *
 * A list comes from the public internet.  An address of this machine, of the
 * local network or of a cloud's own services is never a list's, unless the
 * operator said so; otherwise a redirect or a forged DNS answer could make
 * Tocsin fetch, keep and show what only this machine can see. */
#ifndef TOCSIN_ADDRESS_H
#define TOCSIN_ADDRESS_H

#include "base/base.h"

struct sockaddr;

/* True for global unicast addresses only: not those of the IANA special-purpose
 * registries (RFC 6890: loopback, private, link-local, shared, unique local,
 * multicast, documentation, tunnels, IPv4-mapped), and for the NAT64 prefix
 * 64:ff9b::/96 (RFC 6052) as the IPv4 address within says.  False for every
 * family but IPv4 and IPv6. */
bool address_is_public(const struct sockaddr *to);

/* The same of text such as "192.0.2.1" or "[2001:db8::1]"; *literal says whether
 * it was an address at all. */
bool address_text_is_public(struct str text, bool *literal);

/* Whether the address lies in a block such as "10.0.0.0/8"; false when either
 * is not what it should be. */
bool address_within(struct str text, struct str block);

#endif
