#pragma once

#include <string>

namespace runledger::test {

// Where tests put their folders: in memory when there is room for a few hundred databases, else /tmp. (A
// thousand files of a test database are made and removed there in no time; on a disk that is most of a test.)
const std::string& scratch_root();

}  // namespace runledger::test
