#include "actions/http/charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A fixed list: the name comes from outside, and iconv would load a module for whatever it says.
constexpr std::array<std::pair<std::string_view, const char*>, 38> kCharsets{{
    {"iso-8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"windows-1252", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-1250", "WINDOWS-1250"},
    {"windows-1251", "WINDOWS-1251"},
    {"windows-1253", "WINDOWS-1253"},
    {"windows-1254", "WINDOWS-1254"},
    {"windows-1255", "WINDOWS-1255"},
    {"windows-1256", "WINDOWS-1256"},
    {"windows-1257", "WINDOWS-1257"},
    {"windows-1258", "WINDOWS-1258"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"utf-16", "UTF-16"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
    {"shift_jis", "CP932"},
    {"euc-jp", "EUC-JP"},
    {"gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"euc-kr", "CP949"},
}};

class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }

  bool is_open() const { return handle_ != iconv_t(-1); }

  std::string convert(std::string bytes) {
    std::string out;
    std::array<char, 4096> buffer{};
    char* in = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0) {
      char* at = buffer.data();
      std::size_t room = buffer.size();
      const std::size_t done = iconv(handle_, &in, &left, &at, &room);
      const int why = errno;
      out.append(buffer.data(), buffer.size() - room);
      if (done != std::size_t(-1) || why == E2BIG) continue;
      out += kReplacement;
      if (why != EILSEQ) break;  // a character that is cut off at the end
      ++in;
      --left;
    }
    return out;
  }

 private:
  iconv_t handle_;
};

}  // namespace

std::string charset_of(std::string_view content_type) {
  const std::string type = lower(content_type);
  const auto at = type.find("charset=");
  if (at == std::string::npos) return {};
  std::string name = type.substr(at + 8);
  std::erase(name, '"');
  return name.substr(0, name.find_first_of("; \t"));
}

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  const auto known = std::find_if(kCharsets.begin(), kCharsets.end(),
                                  [charset](const auto& entry) { return entry.first == charset; });
  if (known != kCharsets.end()) {
    Converter converter(known->second);
    if (converter.is_open()) return to_valid_utf8(converter.convert(std::string(bytes)));
  }
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return to_valid_utf8(bytes);
}

}  // namespace runledger::actions
