#include "tests/support/certificate.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace runledger::test {

Certificate::Certificate(const std::string& names) {
  std::string pattern = (std::filesystem::temp_directory_path() / "certificate-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
      "-addext subjectAltName=" +
      names + " -keyout " + key() + " -out " + file() + " 2>/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
}

Certificate::~Certificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace runledger::test
