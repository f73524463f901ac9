#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runledger::app {

// One of the workflows below examples/, carried inside the program.
struct Example {
  std::string_view folder;   // "crm-new-customer"
  std::string_view source;   // workflow.yaml
  std::string_view payload;  // what the printed curl line sends
  std::string payload_name;  // its file below payloads/
};

const std::vector<Example>& examples();
// Tables and first rows of the shop that the order example works on.
std::string_view shop_sql();

}  // namespace runledger::app
