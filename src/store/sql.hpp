#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/dialect.hpp"
#include "store/session.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <soci/soci.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

/// How repositories talk SQL. For `.cpp` files of this room only: it brings SOCI's headers along.
namespace kewp::store {

/// A row holds what our schema cannot hold (edited by hand, or damaged).
class BadRow : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Calls `work() -> Result<T>` and turns exceptions of the SQL library into errors.
template <class Work>
[[nodiscard]] std::invoke_result_t<Work&> attempt(Work work)
{
    try {
        return work();
    } catch (BadRow const& bad) {
        return fail(ErrorCode::corrupt, bad.what());
    } catch (soci::soci_error const& thrown) {
        return fail(dialect::error_of(thrown));
    }
}

/// Named values for the `:name` places of a statement; an empty optional is NULL.
class Values {
public:
    Values& text(std::string name, std::optional<std::string> value);
    Values& number(std::string name, std::optional<std::int64_t> value);
    Values& real(std::string name, std::optional<double> value);
    Values& time(std::string name, std::optional<Instant> value);

    void bind(soci::statement& statement);
    /// `a, b, c`
    [[nodiscard]] std::string names() const;
    /// `:a, :b, :c`
    [[nodiscard]] std::string places() const;
    /// `a = :a, b = :b`
    [[nodiscard]] std::string assignments() const;

private:
    struct Bound {
        std::string name;
        std::variant<std::string, long long, double> value;
        soci::indicator state;
    };
    std::deque<Bound> bound_;  // a deque never moves them: the statement keeps their addresses
};

/// Runs a statement that returns no rows; the number of rows it changed.
std::uint64_t execute(Session& session, std::string const& sql, Values values = {});

/// `INSERT INTO table` of all `values`.
void insert(Session& session, std::string const& table, Values values);

/// The same for a table with row numbers: the new row's `id`.
std::int64_t insert_row(Session& session, std::string const& table, Values values);

/// A running SELECT. `kinds` has one letter per column: `t` text, `n` whole number, `r` real.
///
/// `next` moves to the next row; the getters then take the columns from left to right.
class Select {
public:
    Select(Session& session, std::string const& sql, std::string_view kinds, Values values = {});
    Select(Select const&) = delete;
    Select& operator=(Select const&) = delete;
    ~Select() = default;

    [[nodiscard]] bool next();

    [[nodiscard]] std::string text();
    [[nodiscard]] std::optional<std::string> text_or_null();
    [[nodiscard]] std::int64_t number();
    [[nodiscard]] std::optional<std::int64_t> number_or_null();
    [[nodiscard]] std::optional<double> real_or_null();
    [[nodiscard]] Instant time();
    [[nodiscard]] std::optional<Instant> time_or_null();

private:
    struct Column {
        std::variant<std::string, long long, double> value;
        soci::indicator state = soci::i_null;
    };
    Column& take();

    Values values_;
    std::deque<Column> columns_;
    soci::statement statement_;
    std::size_t at_ = 0;
};

/// Calls `row` for each row of a SELECT, until it says false, with no more than a part of the rows in memory. On
/// PostgreSQL, whose answers come whole, this takes a cursor, so call it within a transaction.
void for_each_row(Session& session, std::string const& sql, std::string_view kinds, Values values,
                  std::function<bool(Select&)> const& row);

/// The value of a result that a row must have. Throws BadRow.
template <class T>
[[nodiscard]] T expect(Result<T> result)
{
    if (!result) {
        throw BadRow(result.error().message);
    }
    return std::move(*result);
}

/// The single number that `sql` selects; 0 for NULL or no row.
[[nodiscard]] std::int64_t select_number(Session& session, std::string const& sql, Values values = {});

}  // namespace kewp::store
