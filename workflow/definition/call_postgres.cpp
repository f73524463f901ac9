#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

void check_statement(Compilation& c, Members& members) {
  members.known("parameters");
  members.known("expectRows");
  const auto statement = members.get("statement");
  if (!statement || !statement->is_string() || !expression::has_expression(statement->text())) return;
  c.diagnostics.error(statement->pointer,
                      "`statement` must be fixed text, because a value put into SQL text can change what the "
                      "statement does; write $1, $2, ... and put the values into `parameters`");
}

void check_transaction(Compilation& c, const Place& transaction) {
  if (!transaction.is_array()) {
    if (transaction.is_string()) {
      c.diagnostics.error(transaction.pointer,
                          "`transaction` must be a list of statements, not an expression");
    }
    return;
  }
  for (std::size_t i = 0; i < transaction.value->get_array().size(); ++i) {
    const auto item = transaction.element(i);
    if (item.is_string()) {
      c.diagnostics.error(item.pointer, "a statement of a transaction is an object, `- statement: ...`");
    } else if (item.is_object()) {
      Members members(item, c.diagnostics, "a statement");
      check_statement(c, members);
      members.refuse_unknown();
    }
  }
}

}  // namespace

Template compile_postgres_arguments(Compilation& c, Members& with) {
  compile_connection(c, with, "postgres");
  check_statement(c, with);
  const auto transaction = with.get("transaction");
  if (transaction) check_transaction(c, *transaction);
  if (with.has("statement") == transaction.has_value()) {
    c.diagnostics.error_at_key(with.place().pointer,
                               "a postgres call has either `statement` or `transaction`");
  } else if (transaction && (with.has("parameters") || with.has("expectRows"))) {
    c.diagnostics.error_at_key(with.place().pointer,
                               "with `transaction`, `parameters` and `expectRows` belong to each statement");
  }
  return compile_template(c, with.place(), SecretUse::allowed);
}

}  // namespace runledger::definition
