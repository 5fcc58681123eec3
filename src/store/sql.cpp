#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {

Values& Values::text(std::string name, std::optional<std::string> value)
{
    auto const state = value ? soci::i_ok : soci::i_null;
    bound_.push_back({std::move(name), std::move(value).value_or(std::string{}), state});
    return *this;
}

Values& Values::number(std::string name, std::optional<std::int64_t> value)
{
    bound_.push_back({std::move(name), static_cast<long long>(value.value_or(0)), value ? soci::i_ok : soci::i_null});
    return *this;
}

Values& Values::real(std::string name, std::optional<double> value)
{
    bound_.push_back({std::move(name), value.value_or(0.0), value ? soci::i_ok : soci::i_null});
    return *this;
}

Values& Values::time(std::string name, std::optional<Instant> value)
{
    return text(std::move(name), value ? std::optional(format_utc(*value)) : std::nullopt);
}

void Values::bind(soci::statement& statement)
{
    for (auto& bound : bound_) {
        std::visit([&](auto& value) { statement.exchange(soci::use(value, bound.state, bound.name)); }, bound.value);
    }
}

std::string Values::names() const
{
    std::string text;
    for (auto const& bound : bound_) {
        text += (text.empty() ? "" : ", ") + bound.name;
    }
    return text;
}

std::string Values::places() const
{
    std::string text;
    for (auto const& bound : bound_) {
        text += (text.empty() ? ":" : ", :") + bound.name;
    }
    return text;
}

std::string Values::assignments() const
{
    std::string text;
    for (auto const& bound : bound_) {
        text += fmt::format("{}{} = :{}", text.empty() ? "" : ", ", bound.name, bound.name);
    }
    return text;
}

std::uint64_t execute(Session& session, std::string const& sql, Values values)
{
    soci::statement statement(session);
    values.bind(statement);
    statement.alloc();
    statement.prepare(sql, soci::details::st_one_time_query);  // one trip to a server in place of three
    statement.define_and_bind();
    statement.execute(true);
    auto const changed = statement.get_affected_rows();
    return changed < 0 ? 0 : static_cast<std::uint64_t>(changed);
}

void insert(Session& session, std::string const& table, Values values)
{
    auto const sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table, values.names(), values.places());
    execute(session, sql, std::move(values));
}

std::int64_t insert_row(Session& session, std::string const& table, Values values)
{
    auto const sql =
        fmt::format("INSERT INTO {} ({}) VALUES ({}) RETURNING id", table, values.names(), values.places());
    Select rows(session, sql, "n", std::move(values));
    if (!rows.next()) {
        throw BadRow(table + ": the database gave no number for a new row");
    }
    return rows.number();
}

Select::Select(Session& session, std::string const& sql, std::string_view kinds, Values values)
    : values_(std::move(values)), statement_(session)
{
    for (char const kind : kinds) {
        auto& column = columns_.emplace_back();
        switch (kind) {
            case 'n': column.value = 0LL; break;
            case 'r': column.value = 0.0; break;
            default: column.value = std::string{}; break;
        }
        std::visit([&](auto& value) { statement_.exchange(soci::into(value, column.state)); }, column.value);
    }
    values_.bind(statement_);
    statement_.alloc();
    statement_.prepare(sql, soci::details::st_one_time_query);
    statement_.define_and_bind();
    statement_.execute(false);
}

bool Select::next()
{
    at_ = 0;
    return statement_.fetch();
}

Select::Column& Select::take()
{
    return columns_.at(at_++);
}

std::string Select::text()
{
    return text_or_null().value_or(std::string{});
}

std::optional<std::string> Select::text_or_null()
{
    auto const& column = take();
    return column.state == soci::i_null ? std::nullopt : std::optional(std::get<std::string>(column.value));
}

std::int64_t Select::number()
{
    return number_or_null().value_or(0);
}

std::optional<std::int64_t> Select::number_or_null()
{
    auto const& column = take();
    return column.state == soci::i_null ? std::nullopt : std::optional<std::int64_t>(std::get<long long>(column.value));
}

std::optional<double> Select::real_or_null()
{
    auto const& column = take();
    return column.state == soci::i_null ? std::nullopt : std::optional(std::get<double>(column.value));
}

Instant Select::time()
{
    return expect(parse_utc(text()));
}

std::optional<Instant> Select::time_or_null()
{
    auto const text = text_or_null();
    return text ? std::optional(expect(parse_utc(*text))) : std::nullopt;
}

void for_each_row(Session& session, std::string const& sql, std::string_view kinds, Values values,
                  std::function<bool(Select&)> const& row)
{
    constexpr int kRowsAtOnce = 1000;
    if (dialect::engine_of(session) == Engine::sqlite) {
        Select rows(session, sql, kinds, std::move(values));
        while (rows.next() && row(rows)) {
        }
        return;
    }
    // Its address tells this cursor from those of callers that are still reading.
    auto const cursor = fmt::format("kewp_rows_{:x}", reinterpret_cast<std::uintptr_t>(&values));
    execute(session, fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, sql), std::move(values));
    // Should something be thrown, the end of the transaction closes the cursor.
    bool more = true;
    while (more) {
        Select rows(session, fmt::format("FETCH {} FROM {}", kRowsAtOnce, cursor), kinds);
        int read = 0;
        while (more && rows.next()) {
            ++read;
            more = row(rows);
        }
        more = more && read == kRowsAtOnce;
    }
    execute(session, "CLOSE " + cursor);
}

std::int64_t select_number(Session& session, std::string const& sql, Values values)
{
    Select rows(session, sql, "n", std::move(values));
    return rows.next() ? rows.number() : 0;
}

}  // namespace kewp::store
