#include "store/kv_repository.hpp"

#include "store/sql.hpp"

#include <charconv>
#include <fmt/format.h>

namespace kewp::store {
namespace {

constexpr char const* kRevisionKey = "data_revision";

}  // namespace

Result<void> put_value(Transaction& transaction, std::string_view key, std::string_view value)
{
    return attempt([&]() -> Result<void> {
        Values values;
        values.text("key", std::string(key)).text("value", std::string(value)).time("updated_at", now());
        auto const sql = "INSERT INTO kv (" + values.names() + ") VALUES (" + values.places() +
                         ") ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
        execute(transaction, sql, std::move(values));
        return {};
    });
}

Result<std::optional<std::string>> get_value(Session& session, std::string_view key)
{
    return attempt([&]() -> Result<std::optional<std::string>> {
        Select rows(session, "SELECT value FROM kv WHERE key = :key", "t",
                    std::move(Values{}.text("key", std::string(key))));
        return rows.next() ? std::optional(rows.text()) : std::nullopt;
    });
}

Result<std::uint64_t> data_revision(Session& session)
{
    auto const text = get_value(session, kRevisionKey);
    if (!text) {
        return fail(text.error());
    }
    if (!*text) {
        return 0;
    }
    std::uint64_t revision = 0;
    auto const [end, error] = std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), revision);
    if (error != std::errc{} || end != (*text)->data() + (*text)->size()) {
        return fail(ErrorCode::corrupt, fmt::format("kv '{}': expected a number, found '{}'", kRevisionKey, **text));
    }
    return revision;
}

Result<Instant> data_changed_at(Session& session)
{
    return attempt([&]() -> Result<Instant> {
        Select rows(session, "SELECT updated_at FROM kv WHERE key = :key", "t",
                    std::move(Values{}.text("key", kRevisionKey)));
        return rows.next() ? rows.time() : Instant{};
    });
}

Result<std::uint64_t> bump_data_revision(Transaction& transaction)
{
    auto const present = data_revision(transaction);
    if (!present) {
        return fail(present.error());
    }
    auto const next = *present + 1;
    if (auto stored = put_value(transaction, kRevisionKey, std::to_string(next)); !stored) {
        return fail(stored.error());
    }
    return next;
}

}  // namespace kewp::store
