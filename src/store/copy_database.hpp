#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kewp::store {

/// What was copied of one table, and found again in the copy.
struct TableCopy {
    std::string table = {};
    std::uint64_t rows = 0;
    std::string sha256 = {};  ///< of all values of all rows, in the order of the first column
};
using DatabaseCopy = std::vector<TableCopy>;

/// Copies a PostgreSQL database, as it is at one moment while others go on writing, into a new SQLite file of the same
/// schema. Reads the copy back and compares every row. `should_stop` is asked now and then; true ends with
/// `unavailable`. Half a file may be left on an error.
[[nodiscard]] Result<DatabaseCopy> copy_to_file(Database const& server, std::filesystem::path const& file,
                                                std::function<bool()> const& should_stop = {});

/// Copies a SQLite database of the present schema into an empty PostgreSQL database, in one transaction, and compares
/// every row before it is committed.
/// Errors: conflict when the database holds rows already, or another program's tables; those of both databases.
[[nodiscard]] Result<DatabaseCopy> copy_to_server(std::filesystem::path const& file, Database const& server);

struct Replacement {
    DatabaseCopy copy = {};
    std::string kept = {};  ///< the schema that holds the tables of before
};
/// Puts a SQLite database of the present schema in the place of what PostgreSQL holds: the old tables move to a schema
/// of another name. All in one transaction, compared like the others.
/// Errors: busy while a node is connected; those of `copy_to_server`.
[[nodiscard]] Result<Replacement> replace_on_server(std::filesystem::path const& file, Database const& server);

}  // namespace kewp::store
