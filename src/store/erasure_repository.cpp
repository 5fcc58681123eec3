#include "store/erasure_repository.hpp"

#include "store/sql.hpp"

#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::store {
namespace {

struct IdentityColumn {
    char const* table;
    char const* column;
};

/// Every column that holds an identity, but for those of the history, which has a rule of its own.
constexpr std::array kColumns = {
    IdentityColumn{"mapping", "created_by"},    IdentityColumn{"mapping", "proposed_by"},
    IdentityColumn{"mapping", "approved_by"},   IdentityColumn{"mapping", "updated_by"},
    IdentityColumn{"mapping", "withdrawn_by"},  IdentityColumn{"proposal", "decided_by"},
    IdentityColumn{"opinion", "curator"},       IdentityColumn{"opinion", "asked_by"},
    IdentityColumn{"opinion", "first_by"},      IdentityColumn{"guest_code", "created_by"},
    IdentityColumn{"guest_code", "revoked_by"}, IdentityColumn{"ke_description_override", "updated_by"},
};

Values both(std::string_view identity, std::string_view pseudonym)
{
    Values values;
    values.text("pseudonym", std::string(pseudonym)).text("identity", std::string(identity));
    return values;
}

Values one(std::string_view identity)
{
    Values values;
    values.text("identity", std::string(identity));
    return values;
}

std::uint64_t erase_from_history(Transaction& transaction, std::string_view identity, std::string_view pseudonym)
{
    Values row = both(identity, pseudonym);
    row.text("identity_json", boost::json::serialize(boost::json::string(identity)))
        .text("pseudonym_json", boost::json::serialize(boost::json::string(pseudonym)));
    execute(transaction,
            "INSERT INTO erasure (pseudonym, identity, identity_json, pseudonym_json) "
            "VALUES (:pseudonym, :identity, :identity_json, :pseudonym_json)",
            std::move(row));
    auto const changed =
        execute(transaction,
                "UPDATE audit SET actor = CASE audit.actor WHEN e.identity THEN e.pseudonym ELSE audit.actor END, "
                "object_uuid = CASE audit.object_uuid WHEN 'user:' || e.identity THEN 'user:' || e.pseudonym "
                "ELSE audit.object_uuid END, "
                "before_json = replace(audit.before_json, e.identity_json, e.pseudonym_json), "
                "after_json = replace(audit.after_json, e.identity_json, e.pseudonym_json) FROM erasure AS e "
                "WHERE audit.actor = e.identity OR audit.object_uuid = 'user:' || e.identity "
                "OR audit.before_json <> replace(audit.before_json, e.identity_json, e.pseudonym_json) "
                "OR audit.after_json <> replace(audit.after_json, e.identity_json, e.pseudonym_json)");
    execute(transaction, "DELETE FROM erasure");
    return changed;
}

}  // namespace

Result<Erased> erase_person(Transaction& transaction, std::string_view identity, std::string_view pseudonym)
{
    return attempt([&]() -> Result<Erased> {
        Erased erased;
        for (auto const& [table, column] : kColumns) {
            auto const changed = execute(
                transaction, fmt::format("UPDATE {0} SET {1} = :pseudonym WHERE {1} = :identity", table, column),
                both(identity, pseudonym));
            erased.mappings += std::string_view(column) == "proposed_by" ? changed : 0;
        }
        erased.proposals =
            execute(transaction,
                    "UPDATE proposal SET proposed_by = :pseudonym, display_name = NULL, affiliation = NULL, "
                    "email = NULL, version = version + 1 WHERE proposed_by = :identity",
                    both(identity, pseudonym));
        erased.sessions = execute(transaction, "DELETE FROM session WHERE identity = :identity", one(identity));
        execute(transaction, "DELETE FROM draft WHERE owner = :identity", one(identity));
        execute(transaction, "DELETE FROM notice_seen WHERE owner = :identity", one(identity));
        execute(transaction, "DELETE FROM opinion WHERE curator = :identity AND given_at IS NULL", one(pseudonym));
        execute(transaction, "DELETE FROM app_user WHERE identity = :identity", one(identity));
        erased.audit_lines = erase_from_history(transaction, identity, pseudonym);
        transaction.mark_public_change();  // mappings name who proposed and approved them
        return erased;
    });
}

Result<void> note_attribution(Transaction& transaction, std::string_view pseudonym, AuditRecord const& line)
{
    return attempt([&]() -> Result<void> {
        Values values;
        values.time("at", line.at)
            .text("actor", line.actor)
            .text("request_id", line.request_id)
            .text("proposer", std::string(pseudonym))
            .text("approver", std::string(pseudonym));
        execute(transaction,
                "INSERT INTO audit (at, actor, action, object_uuid, request_id) "
                "SELECT :at, :actor, 'mapping.attribution', uuid, :request_id FROM mapping "
                "WHERE (proposed_by = :proposer OR approved_by = :approver) AND withdrawn_at IS NULL ORDER BY id",
                std::move(values));
        return {};
    });
}

}  // namespace kewp::store
