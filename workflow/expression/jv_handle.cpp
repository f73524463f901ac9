#include "workflow/expression/jv_handle.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <cstring>
#include <string_view>

#include "workflow/expression/numbers.hpp"

namespace runledger::expression {
namespace {

jv text_to_jv(std::string_view text) {
  return jv_string_sized(text.data(), static_cast<int>(text.size()));
}

jv convert(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return jv_null();
    case boost::json::kind::bool_:
      return jv_bool(value.get_bool() ? 1 : 0);
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
      return jv_number(as_double(value));
    case boost::json::kind::string:
      return text_to_jv(value.get_string());
    case boost::json::kind::array: {
      jv array = jv_array_sized(static_cast<int>(value.get_array().size()));
      for (const auto& item : value.get_array()) array = jv_array_append(array, convert(item));
      return array;
    }
    case boost::json::kind::object: {
      jv object = jv_object();
      for (const auto& member : value.get_object()) {
        object = jv_object_set(object, text_to_jv(member.key()), convert(member.value()));
      }
      return object;
    }
  }
  return jv_null();
}

class Reader {
 public:
  explicit Reader(std::size_t& bytes_left) : bytes_left_(bytes_left) {}

  Json read(const Jv& value, std::size_t depth) {
    if (depth > JsonLimits{}.max_depth)
      return refuse(Errc::limit_exceeded, "its result is nested too deeply");
    if (!charge(sizeof(Json))) return {};
    switch (value.kind()) {
      case JV_KIND_TRUE:
        return true;
      case JV_KIND_FALSE:
        return false;
      case JV_KIND_NUMBER:
        return number(jv_number_value(value.get()));
      case JV_KIND_STRING:
        return text(value);
      case JV_KIND_ARRAY:
        return array(value, depth);
      case JV_KIND_OBJECT:
        return object(value, depth);
      case JV_KIND_NULL:
      case JV_KIND_INVALID:
        break;
    }
    return nullptr;
  }

  std::optional<Error> error;

 private:
  Json refuse(Errc code, const char* why) {
    if (!error) error = Error{code, why};
    return nullptr;
  }

  bool charge(std::size_t bytes) {
    if (!error && bytes <= bytes_left_) return bytes_left_ -= bytes, true;
    refuse(Errc::limit_exceeded, "its result is too large");
    return false;
  }

  Json number(double value) {
    if (!std::isfinite(value))
      return refuse(Errc::expression_failed, "its result holds a number that is not finite");
    return from_double(value);
  }

  Json text(const Jv& value) {
    const std::string_view bytes(jv_string_value(value.get()),
                                 static_cast<std::size_t>(jv_string_length_bytes(value.copy())));
    if (!charge(bytes.size())) return nullptr;
    if (bytes.find('\0') != std::string_view::npos) {
      return refuse(Errc::expression_failed, "its result holds the NUL character");
    }
    return Json(bytes);
  }

  Json array(const Jv& value, std::size_t depth) {
    JsonArray items;
    const int length = jv_array_length(value.copy());
    for (int i = 0; i < length && !error; ++i) {
      items.push_back(read(Jv(jv_array_get(value.copy(), i)), depth + 1));
    }
    return Json(std::move(items));
  }

  Json object(const Jv& value, std::size_t depth) {
    JsonObject members;
    const jv whole = value.get();
    for (int at = jv_object_iter(whole); jv_object_iter_valid(whole, at) != 0 && !error;
         at = jv_object_iter_next(whole, at)) {
      const Json key = text(Jv(jv_object_iter_key(whole, at)));
      if (error) break;
      members.insert_or_assign(key.get_string(), read(Jv(jv_object_iter_value(whole, at)), depth + 1));
    }
    return Json(std::move(members));
  }

  std::size_t& bytes_left_;
};

}  // namespace

Jv to_jv(const Json& value) {
  return Jv(convert(value));
}

Result<Json> from_jv(const Jv& value, std::size_t& bytes_left) {
  Reader reader(bytes_left);
  Json result = reader.read(value, 0);
  if (reader.error) return *reader.error;
  return result;
}

}  // namespace runledger::expression
