#pragma once

#include <sys/socket.h>

#include <string>

namespace runledger::actions {

// Whether an address is one that anybody on the Internet could reach: not loopback, private, link-local,
// shared, multicast, documentation, reserved (IANA special-purpose registries, RFC 6890), nor a cloud's
// metadata service. IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4) are judged by that. Other
// families are not public.
bool is_public_address(const sockaddr& address);

// "192.0.2.1", "2001:db8::1"; "?" for other families.
std::string address_text(const sockaddr& address);

}  // namespace runledger::actions
