#include "store/server_facts.hpp"

#include "store/sql.hpp"

namespace kewp::store {

Result<ServerFacts> server_facts(Connection& connection)
{
    return attempt([&]() -> Result<ServerFacts> {
        ServerFacts facts;
        Select rows(connection.session(),
                    "SELECT split_part(current_setting('server_version'), ' ', 1), "
                    "current_setting('server_version_num')::bigint / 10000, (current_setting('fsync') = 'on')::int, "
                    "current_setting('synchronous_standby_names'), current_setting('max_connections')::bigint",
                    "tnntn");
        if (rows.next()) {
            facts.version = rows.text();
            facts.major = static_cast<int>(rows.number());
            facts.fsync = rows.number() != 0;
            facts.synchronous_standbys = rows.text();
            facts.max_connections = static_cast<int>(rows.number());
        }
        return facts;
    });
}

}  // namespace kewp::store
