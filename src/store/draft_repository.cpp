#include "store/draft_repository.hpp"

#include "base/crypto.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

Result<std::vector<DraftRecord>> list(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::vector<DraftRecord>> {
        std::vector<DraftRecord> records;
        Select rows(session, "SELECT uuid, owner, body_json, created_at, updated_at FROM draft WHERE " + condition,
                    "ttttt", std::move(values));
        while (rows.next()) {
            auto& record = records.emplace_back();
            record.uuid = rows.text();
            record.owner = rows.text();
            record.body = rows.text();
            record.created_at = rows.time();
            record.updated_at = rows.time();
        }
        return records;
    });
}

Error no_such(std::string_view uuid)
{
    return {ErrorCode::not_found, fmt::format("there is no draft {} of yours", uuid)};
}

}  // namespace

Result<DraftRecord> insert_draft(Transaction& transaction, DraftRecord record)
{
    return attempt([&]() -> Result<DraftRecord> {
        auto const present = select_number(transaction, "SELECT count(*) FROM draft WHERE owner = :owner",
                                           std::move(Values{}.text("owner", record.owner)));
        if (present >= kMostDrafts) {
            return fail(ErrorCode::conflict,
                        fmt::format("you have {} drafts, which is the most that are kept; delete some", present));
        }
        record.uuid = crypto::uuid4();
        record.created_at = record.updated_at == Instant{} ? now() : record.updated_at;
        record.updated_at = record.created_at;
        execute(transaction,
                "INSERT INTO draft (uuid, owner, body_json, created_at, updated_at) "
                "VALUES (:uuid, :owner, :body_json, :created_at, :updated_at)",
                std::move(Values{}
                              .text("uuid", record.uuid)
                              .text("owner", record.owner)
                              .text("body_json", record.body)
                              .time("created_at", record.created_at)
                              .time("updated_at", record.updated_at)));
        return record;
    });
}

Result<DraftRecord> update_draft(Transaction& transaction, DraftRecord record)
{
    auto const changed = attempt([&]() -> Result<std::uint64_t> {
        return execute(transaction,
                       "UPDATE draft SET body_json = :body_json, updated_at = :updated_at "
                       "WHERE uuid = :uuid AND owner = :owner",
                       std::move(Values{}
                                     .text("body_json", record.body)
                                     .time("updated_at", record.updated_at == Instant{} ? now() : record.updated_at)
                                     .text("uuid", record.uuid)
                                     .text("owner", record.owner)));
    });
    if (!changed) {
        return fail(changed.error());
    }
    auto stored = find_draft(transaction, record.uuid, record.owner);
    if (!stored) {
        return fail(stored.error());
    }
    return *stored ? Result<DraftRecord>(std::move(**stored)) : fail(no_such(record.uuid));
}

Result<void> delete_draft(Transaction& transaction, std::string_view uuid, std::string_view owner)
{
    return attempt([&]() -> Result<void> {
        auto const deleted =
            execute(transaction, "DELETE FROM draft WHERE uuid = :uuid AND owner = :owner",
                    std::move(Values{}.text("uuid", std::string(uuid)).text("owner", std::string(owner))));
        return deleted == 1 ? Result<void>{} : fail(no_such(uuid));
    });
}

Result<std::optional<DraftRecord>> find_draft(Session& session, std::string_view uuid, std::string_view owner)
{
    auto found = list(session, "uuid = :uuid AND owner = :owner",
                      std::move(Values{}.text("uuid", std::string(uuid)).text("owner", std::string(owner))));
    if (!found) {
        return fail(found.error());
    }
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<DraftRecord>> list_drafts(Session& session, std::string_view owner)
{
    return list(session, "owner = :owner ORDER BY updated_at DESC, uuid",
                std::move(Values{}.text("owner", std::string(owner))));
}

Result<std::uint64_t> prune_guest_drafts(Transaction& transaction, Instant since)
{
    return attempt([&]() -> Result<std::uint64_t> {
        return execute(transaction, "DELETE FROM draft WHERE owner LIKE 'guest:%' AND updated_at < :since",
                       std::move(Values{}.time("since", since)));
    });
}

}  // namespace kewp::store
