#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <string>

namespace kewp::store {

/// What a PostgreSQL server says about itself.
struct ServerFacts {
    std::string version = {};
    int major = 0;
    bool fsync = true;
    std::string synchronous_standbys = {};  ///< `synchronous_standby_names`
    int max_connections = 0;
};
[[nodiscard]] Result<ServerFacts> server_facts(Connection& connection);

}  // namespace kewp::store
