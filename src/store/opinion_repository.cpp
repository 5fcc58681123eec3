#include "store/opinion_repository.hpp"

#include "base/crypto.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

Result<std::vector<OpinionRecord>> list(Session& session, std::string const& condition, Values values)
{
    return attempt([&]() -> Result<std::vector<OpinionRecord>> {
        std::vector<OpinionRecord> records;
        Select rows(session,
                    "SELECT id, uuid, proposal_uuid, curator, asked_by, created_at, given_at, first_by, first_json, "
                    "answers_json, note FROM opinion WHERE " +
                        condition + " ORDER BY id",
                    "ntttttttttt", std::move(values));
        while (rows.next()) {
            auto& record = records.emplace_back();
            record.id = rows.number();
            record.uuid = rows.text();
            record.proposal_uuid = rows.text();
            record.curator = rows.text();
            record.asked_by = rows.text();
            record.created_at = rows.time();
            record.given_at = rows.time_or_null();
            record.first_by = rows.text_or_null();
            record.first = rows.text_or_null();
            record.answers = rows.text_or_null();
            record.note = rows.text_or_null();
        }
        return records;
    });
}

}  // namespace

Result<OpinionRecord> insert_opinion(Transaction& transaction, OpinionRecord record)
{
    return attempt([&]() -> Result<OpinionRecord> {
        auto const present = select_number(
            transaction, "SELECT count(*) FROM opinion WHERE proposal_uuid = :proposal_uuid AND curator = :curator",
            std::move(Values{}.text("proposal_uuid", record.proposal_uuid).text("curator", record.curator)));
        if (present > 0) {
            return fail(ErrorCode::conflict, fmt::format("{} was asked about this proposal already", record.curator));
        }
        record.uuid = crypto::uuid4();
        Values values;
        values.text("uuid", record.uuid)
            .text("proposal_uuid", record.proposal_uuid)
            .text("curator", record.curator)
            .text("asked_by", record.asked_by)
            .time("created_at", record.created_at);
        record.id = insert_row(transaction, "opinion", std::move(values));
        return record;
    });
}

Result<void> give_opinion(Transaction& transaction, OpinionRecord const& record)
{
    return attempt([&]() -> Result<void> {
        auto const stored =
            execute(transaction,
                    "UPDATE opinion SET given_at = :given_at, first_by = :first_by, first_json = :first_json, "
                    "answers_json = :answers_json, note = :note WHERE uuid = :uuid AND given_at IS NULL",
                    std::move(Values{}
                                  .time("given_at", record.given_at)
                                  .text("first_by", record.first_by)
                                  .text("first_json", record.first)
                                  .text("answers_json", record.answers)
                                  .text("note", record.note)
                                  .text("uuid", record.uuid)));
        if (stored == 1) {
            return {};
        }
        return fail(ErrorCode::conflict, fmt::format("opinion {} was given already", record.uuid));
    });
}

Result<std::optional<OpinionRecord>> find_opinion(Session& session, std::string_view uuid)
{
    auto found = list(session, "uuid = :uuid", std::move(Values{}.text("uuid", std::string(uuid))));
    if (!found) {
        return fail(found.error());
    }
    return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<OpinionRecord>> list_opinions_on(Session& session, std::string_view proposal_uuid)
{
    return list(session, "proposal_uuid = :proposal_uuid",
                std::move(Values{}.text("proposal_uuid", std::string(proposal_uuid))));
}

Result<std::vector<OpinionRecord>> list_opinions_of(Session& session, std::string_view curator)
{
    return list(session, "curator = :curator", std::move(Values{}.text("curator", std::string(curator))));
}

Result<std::vector<OpinionRecord>> list_given_opinions(Session& session)
{
    return list(session, "given_at IS NOT NULL", {});
}

}  // namespace kewp::store
