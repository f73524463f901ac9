#include "app/dev/receiver.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "app/platform/private_file.hpp"
#include "http/problem.hpp"
#include "workflow/base/json.hpp"

namespace runledger::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListed = 200;
constexpr std::size_t kMostServices = 100;

bool is_service_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Json body_form(const std::string& body) {
  if (auto json = parse_json(body)) return std::move(*json);
  return body.empty() ? Json() : Json(body);
}

// What a service would look at; credentials stay out of the file.
JsonObject headers_form(const http::Headers& headers) {
  JsonObject out;
  for (const auto& field : headers) {
    if (!http::equal_ignoring_case(field.name, "Authorization")) out[field.name] = field.value;
  }
  return out;
}

}  // namespace

DevReceiver::DevReceiver(fs::path folder, http::WorkerPool& workers)
    : folder_(std::move(folder)), workers_(workers) {
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
}

void DevReceiver::add_routes(http::Router& router) {
  using http::Method;
  const auto receiving = http::on_pool(
      workers_, [this](const http::Request& request, const http::PathParams& params,
                       const http::Responder& responder) { responder.respond(receive(request, params)); });
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_}) {
    router.add(method, "/dev/services/{service}/{path}", receiving);
    router.add(method, "/dev/services/{service}/{path}/{id}", receiving);
    router.add(method, "/dev/services/{service}/{path}/{id}/{part}", receiving);
  }
  router.add(Method::put, "/dev/services/{service}",
             [this](const http::Request& request, const http::PathParams& params,
                    const http::Responder& responder) { responder.respond(set_status(request, params)); });
  router.add(
      Method::get, "/dev/received",
      http::on_pool(workers_, [this](const http::Request&, const http::PathParams&,
                                     const http::Responder& responder) { responder.respond(list()); }));
}

http::Response DevReceiver::receive(const http::Request& request, const http::PathParams& params) {
  const std::string& service = params.at("service");
  if (!is_service_name(service))
    return http::problem_response(404, Errc::not_found, "there is no such service");
  int status = 200;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = statuses_.find(service); found != statuses_.end()) status = found->second;
  }
  const JsonObject record{{"service", service},
                          {"receivedAt", format_time(request.received_at)},
                          {"method", std::string(http::name_of(request.method))},
                          {"path", request.raw_path},
                          {"headers", headers_form(request.headers)},
                          {"body", body_form(request.body)},
                          {"answeredWith", status}};
  const std::string number = std::to_string(1'000'000 + ++count_).substr(1);
  std::string name = format_time(request.received_at) + '-' + number + '-' + service + ".json";
  std::replace(name.begin(), name.end(), ':', '.');
  if (auto written = write_private_file(folder_ / name, write_json(record) + "\n"); !written) {
    return http::problem_response(written.error());
  }
  return http::json_response(status, write_json(JsonObject{{"received", status < 400}, {"file", name}}));
}

http::Response DevReceiver::set_status(const http::Request& request, const http::PathParams& params) {
  const std::string& service = params.at("service");
  auto body = parse_json(request.body);
  const Json* status = body ? resolve_pointer(*body, "/status") : nullptr;
  if (!is_service_name(service) || status == nullptr || !status->is_int64() || status->get_int64() < 200 ||
      status->get_int64() > 599) {
    return http::problem_response(400, Errc::invalid_input,
                                  "send {\"status\": <200 to 599>} for a service's name");
  }
  const std::lock_guard lock(mutex_);
  if (statuses_.size() >= kMostServices && !statuses_.contains(service)) {
    return http::problem_response(400, Errc::limit_exceeded, "too many services");
  }
  statuses_[service] = static_cast<int>(status->get_int64());
  return http::json_response(200,
                             write_json(JsonObject{{"service", service}, {"status", statuses_[service]}}));
}

http::Response DevReceiver::list() const {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.size() > kMostListed) files.erase(files.begin(), files.end() - kMostListed);
  JsonArray items;
  for (const auto& file : files) {
    auto text = read_file(file);
    if (!text) continue;
    if (auto json = parse_json(*text)) items.push_back(std::move(*json));
  }
  return http::json_response(200, write_json(JsonObject{{"items", std::move(items)}}));
}

}  // namespace runledger::app
