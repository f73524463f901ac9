#pragma once

#include <string>

#include "workflow/ports/queries.hpp"

// The JSON forms of what the admin API shows.
namespace runledger::admin {

Json form(const RunRow& run);
Json form(const RunDetail& run);
Json form(const RecordedEvent& event);
Json form(const RequestRow& request);
Json form(const ErrorGroup& group);
Json form(const WorkflowVersionRow& version, bool with_source);
Json form(const ApiKeyRow& key);
Json form(const ConnectionRow& connection);
Json form(const SecretRow& secret);

// {"items":[...],"next":"cursor"|null}.
template <class Row, class Form>
std::string page_form(const Page<Row>& page, Form form_of) {
  JsonArray items;
  for (const auto& row : page.rows) items.push_back(form_of(row));
  return write_json(
      JsonObject{{"items", std::move(items)}, {"next", page.next.empty() ? Json() : Json(page.next)}});
}
template <class Row>
std::string page_form(const Page<Row>& page) {
  return page_form(page, [](const Row& row) { return form(row); });
}
// {"items":[...],"more":true|false}: the first `most` of rows that are not paged.
template <class Row>
std::string list_form(const std::vector<Row>& rows, std::size_t most) {
  JsonArray items;
  for (const auto& row : rows) {
    if (items.size() < most) items.push_back(form(row));
  }
  return write_json(JsonObject{{"items", std::move(items)}, {"more", rows.size() > most}});
}

}  // namespace runledger::admin
