#include "actions/network/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace runledger::actions {
namespace {

struct Range4 {
  std::uint32_t network;
  unsigned prefix;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array kSpecial4{
    Range4{v4(0, 0, 0, 0), 8},         // "this network"
    Range4{v4(10, 0, 0, 0), 8},        // private
    Range4{v4(100, 64, 0, 0), 10},     // shared (carrier NAT; a cloud's metadata service lives here)
    Range4{v4(127, 0, 0, 0), 8},       // loopback
    Range4{v4(168, 63, 129, 16), 32},  // a cloud's host agent
    Range4{v4(169, 254, 0, 0), 16},    // link-local, metadata services
    Range4{v4(172, 16, 0, 0), 12},     // private
    Range4{v4(192, 0, 0, 0), 24},      // protocol assignments
    Range4{v4(192, 0, 2, 0), 24},      // documentation
    Range4{v4(192, 88, 99, 0), 24},    // 6to4 relays, withdrawn
    Range4{v4(192, 168, 0, 0), 16},    // private
    Range4{v4(198, 18, 0, 0), 15},     // benchmarks
    Range4{v4(198, 51, 100, 0), 24},   // documentation
    Range4{v4(203, 0, 113, 0), 24},    // documentation
    Range4{v4(224, 0, 0, 0), 3},       // multicast, reserved, broadcast
};

struct Range6 {
  std::array<std::uint8_t, 8> network;
  unsigned prefix;
};

// Inside 2000::/3, the only range given out for the Internet at large.
constexpr std::array kSpecial6{
    Range6{{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    Range6{{0x3f, 0xff}, 20},              // documentation
};

using Bytes6 = std::array<std::uint8_t, 16>;

bool is_public4(std::uint32_t address) {
  return std::none_of(kSpecial4.begin(), kSpecial4.end(), [address](const Range4& range) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - range.prefix);
    return (address & mask) == range.network;
  });
}

template <std::size_t Size>
bool starts_with(const Bytes6& address, const std::array<std::uint8_t, Size>& network, unsigned prefix) {
  for (unsigned bit = 0; bit < prefix; ++bit) {
    const unsigned mask = 0x80U >> bit % 8;
    const std::uint8_t wanted = bit / 8 < Size ? network[bit / 8] : 0;
    if ((address[bit / 8] & mask) != (wanted & mask)) return false;
  }
  return true;
}

std::uint32_t v4_at(const Bytes6& address, std::size_t at) {
  return v4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool is_public6(const Bytes6& address) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::array<std::uint8_t, 4> kNat64{0x00, 0x64, 0xff, 0x9b};
  constexpr std::array<std::uint8_t, 2> k6to4{0x20, 0x02};
  constexpr std::array<std::uint8_t, 1> kGlobal{0x20};
  if (starts_with(address, kMapped, 96) || starts_with(address, kNat64, 96)) {
    return is_public4(v4_at(address, 12));
  }
  if (starts_with(address, k6to4, 16)) return is_public4(v4_at(address, 2));
  if (!starts_with(address, kGlobal, 3)) return false;
  return std::none_of(kSpecial6.begin(), kSpecial6.end(), [&address](const Range6& range) {
    return starts_with(address, range.network, range.prefix);
  });
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    Bytes6 bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return is_public6(bytes);
  }
  return false;
}

std::string address_text(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
    return text.data();
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET6, &in.sin6_addr, text.data(), text.size());
    return text.data();
  }
  return "?";
}

}  // namespace runledger::actions
