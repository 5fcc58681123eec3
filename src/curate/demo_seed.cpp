#include "curate/demo_seed.hpp"

#include "base/file.hpp"
#include "curate/workflow.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

namespace json = boost::json;

/// An entry's text; numbers as written, absent and null as "".
std::string text_of(json::object const& entry, char const* name)
{
    auto const* const value = entry.if_contains(name);
    if (value == nullptr || value->is_null()) {
        return {};
    }
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

Submission submission_of(json::object const& entry)
{
    Submission submission;
    submission.resource = text_of(entry, "resource");
    submission.ke_id = text_of(entry, "ke_id");
    submission.target_id = text_of(entry, "target_id");
    submission.connection_type = text_of(entry, "connection_type");
    submission.confidence = text_of(entry, "confidence");
    submission.override_reason = text_of(entry, "override_reason");
    submission.relationship = text_of(entry, "relationship");
    submission.basis = text_of(entry, "basis");
    submission.specificity = text_of(entry, "specificity");
    submission.coverage = text_of(entry, "coverage");
    submission.connection_score = text_of(entry, "connection_score");
    submission.specificity_score = text_of(entry, "specificity_score");
    submission.evidence_score = text_of(entry, "evidence_score");
    submission.suggestion_score = text_of(entry, "suggestion_score");
    submission.note = text_of(entry, "note");
    return submission;
}

Result<Actor> actor_of(json::object const& entry, char const* name, Role role)
{
    auto const identity = Identity::parse(text_of(entry, name));
    if (!identity) {
        return fail(identity.error());
    }
    Actor actor{*identity, role};
    actor.display_name = text_of(entry, "display_name");
    actor.request_id = "demo";
    return actor;
}

/// Runs entries through the workflow at their own time in the past.
class Seeder {
public:
    Seeder(store::Writer& writer, corpus::Corpus const& corpus) : workflow_(writer, corpus, [this] { return at_; }) {}

    Result<void> add(json::value const& value, bool approved)
    {
        if (!value.is_object()) {
            return fail(ErrorCode::corrupt, "expected an object");
        }
        auto const& entry = value.get_object();
        auto const* const days = entry.if_contains("days_ago");
        std::int64_t const age = days != nullptr && days->is_int64() ? days->get_int64() : 0;
        at_ = now() - std::chrono::days(age);
        auto const proposer = actor_of(entry, "proposed_by", Role::curator);
        if (!proposer) {
            return fail(proposer.error());
        }
        auto const proposal = workflow_.submit(submission_of(entry), *proposer);
        if (!proposal) {
            return fail(with_fields(proposal.error()));
        }
        return approved ? approve(*proposal, entry) : Result<void>{};
    }

private:
    Result<void> approve(store::ProposalRecord const& proposal, json::object const& entry)
    {
        auto const approver = actor_of(entry, "approved_by", Role::admin);
        if (!approver) {
            return fail(approver.error());
        }
        Decision decision;
        decision.uuid = proposal.uuid;
        decision.version = proposal.version;
        auto const mapping = workflow_.approve(decision, *approver);
        return mapping ? Result<void>{} : fail(with_fields(mapping.error()));
    }

    static Error with_fields(Error error)
    {
        for (auto const& field : error.fields) {
            error.message += fmt::format("; {} {}", field.field, field.message);
        }
        return error;
    }

    Instant at_{};
    Workflow workflow_;
};

Result<json::value> read_json(std::filesystem::path const& file)
{
    auto const bytes = read_file(file);
    if (!bytes) {
        return fail(bytes.error());
    }
    boost::system::error_code problem;
    auto value = json::parse(*bytes, problem);
    if (problem || !value.is_object()) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: expected a JSON object with mappings and proposals", file.string()));
    }
    return value;
}

Result<bool> is_empty(store::Readers& readers)
{
    return readers.read([](store::Session& session) -> Result<bool> {
        auto const mappings = store::count_mappings(session, {.include_withdrawn = true});
        if (!mappings) {
            return fail(mappings.error());
        }
        auto const proposals = store::count_proposals(session, {});
        if (!proposals) {
            return fail(proposals.error());
        }
        return *mappings == 0 && *proposals == 0;
    });
}

}  // namespace

Result<SeedReport> seed_demo(store::Writer& writer, store::Readers& readers, corpus::Corpus const& corpus,
                             std::filesystem::path const& file)
{
    SeedReport report;
    auto const empty = is_empty(readers);
    if (!empty) {
        return fail(empty.error());
    }
    if (!*empty) {
        return report;
    }
    auto const content = read_json(file);
    if (!content) {
        return fail(content.error());
    }
    Seeder seeder(writer, corpus);
    for (auto const* list : {"mappings", "proposals"}) {
        auto const approved = std::string_view(list) == "mappings";
        auto const* const entries = content->get_object().if_contains(list);
        if (entries == nullptr || !entries->is_array()) {
            return fail(ErrorCode::corrupt, fmt::format("{}: expected a list '{}'", file.string(), list));
        }
        auto& count = approved ? report.mappings : report.proposals;
        for (auto const& entry : entries->get_array()) {
            if (auto added = seeder.add(entry, approved); !added) {
                return fail_in(fmt::format("{}: {}[{}]", file.string(), list, count), added.error());
            }
            ++count;
        }
    }
    report.seeded = true;
    return report;
}

}  // namespace kewp::curate
