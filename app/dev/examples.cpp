#include "app/dev/examples.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "embedded/examples.hpp"

namespace runledger::app {
namespace {

// Aborts when the file was not put into the program: a defect of the build.
std::string_view embedded_text(const std::string& path) {
  for (const auto& file : embedded::kExamples) {
    if (file.path == path) return file.text;
  }
  std::fprintf(stderr, "runledger: %s is not in the program\n", path.c_str());
  std::abort();
}

Example load(std::string_view folder, const std::string& payload) {
  const std::string base = "examples/" + std::string(folder);
  return {folder, embedded_text(base + "/workflow.yaml"), embedded_text(base + "/payloads/" + payload),
          payload};
}

}  // namespace

const std::vector<Example>& examples() {
  static const std::vector<Example> all = {load("crm-new-customer", "good.json"),
                                           load("order-fulfilment", "good.json"),
                                           load("incident", "good-critical.json")};
  return all;
}

std::string_view shop_sql() {
  return embedded_text("examples/order-fulfilment/shop.sql");
}

}  // namespace runledger::app
