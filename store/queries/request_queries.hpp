#pragma once

#include "store/postgres/session_pool.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::store {

Result<Page<RequestRow>> query_requests(SessionPool& sessions, const RequestFilter& filter,
                                        const PageRequest& page);
Result<RequestRow> query_request(SessionPool& sessions, RequestId request);
Result<std::string> query_request_body(SessionPool& sessions, RequestId request);

}  // namespace runledger::store
