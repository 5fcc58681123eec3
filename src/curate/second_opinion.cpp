#include "curate/second_opinion.hpp"

#include "curate/assessment.hpp"
#include "curate/audit_trail.hpp"
#include "curate/workflow_checks.hpp"
#include "store/audit_repository.hpp"
#include "store/opinion_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/user_repository.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

namespace json = boost::json;

constexpr std::array kQuestions = {"relationship",      "basis",          "specificity", "coverage", "connection_score",
                                   "specificity_score", "evidence_score", "confidence"};

template <class T>
void put(json::object& object, char const* question, std::optional<T> const& answer)
{
    if (answer) {
        object[question] = *answer;
    }
}

std::string answers_json(Assessment const& answers, std::optional<Confidence> confidence)
{
    json::object object;
    put(object, "relationship", answers.relationship);
    put(object, "basis", answers.basis);
    put(object, "specificity", answers.specificity);
    put(object, "coverage", answers.coverage);
    put(object, "connection_score", answers.connection_score);
    put(object, "specificity_score", answers.specificity_score);
    put(object, "evidence_score", answers.evidence_score);
    if (confidence) {
        object["confidence"] = store::name_of(*confidence);
    }
    return json::serialize(object);
}

/// The answers in one line of the history, without what was left open.
std::string answers_of_line(std::string const& line)
{
    json::object answers;
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    if (!error && value.is_object()) {
        for (auto const* question : kQuestions) {
            if (auto const* const answer = value.get_object().if_contains(question); answer && !answer->is_null()) {
                answers[question] = *answer;
            }
        }
    }
    return json::serialize(answers);
}

/// The proposer's answers as they were submitted, whatever a reviewer edited since.
Result<std::string> submitted_answers(store::Session& session, store::ProposalRecord const& proposal)
{
    auto const history = store::list_audit(session, proposal.uuid);
    if (!history) {
        return fail(history.error());
    }
    auto const line = std::ranges::find(*history, "proposal.submit", &store::AuditRecord::action);
    if (line != history->end() && line->after) {
        return answers_of_line(*line->after);
    }
    return answers_json(proposal.claim.assessment, proposal.confidence);  // imported, so without a history
}

std::map<std::string, std::string> by_question(std::string const& text)
{
    std::map<std::string, std::string> answers;
    boost::system::error_code error;
    auto const value = json::parse(text, error);
    if (!error && value.is_object()) {
        for (auto const& member : value.get_object()) {
            answers[std::string(member.key())] =
                member.value().is_string() ? std::string(member.value().get_string()) : json::serialize(member.value());
        }
    }
    return answers;
}

Result<store::ProposalRecord> waiting_proposal(store::Session& session, std::string_view uuid)
{
    auto const found = store::find_proposal(session, uuid);
    if (!found) {
        return fail(found.error());
    }
    return pending_proposal(session, uuid, *found ? (*found)->version : 0);
}

void require_all(Resource resource, Assessment const& answers, std::vector<FieldError>& errors)
{
    auto const need = [&](char const* field, bool given) {
        if (!given) {
            errors.push_back({field, "is missing: a second opinion answers every question"});
        }
    };
    if (resource == Resource::go) {
        need("connection_score", answers.connection_score.has_value());
        need("specificity_score", answers.specificity_score.has_value());
        need("evidence_score", answers.evidence_score.has_value());
    } else {
        need("relationship", answers.relationship.has_value());
        need("basis", answers.basis.has_value());
        need("specificity", answers.specificity.has_value());
        need("coverage", answers.coverage.has_value());
    }
}

}  // namespace

Result<store::OpinionRecord> ask_opinion(store::Writer& writer, std::string_view proposal_uuid, Identity const& curator,
                                         Actor const& actor, Instant at)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    if (curator.is_guest()) {
        return fail(ErrorCode::invalid_argument, "guests share one identity and cannot be asked for a second opinion");
    }
    return writer.run([&](store::Transaction& transaction) -> Result<store::OpinionRecord> {
        auto const proposal = waiting_proposal(transaction, proposal_uuid);
        if (!proposal) {
            return fail(proposal.error());
        }
        if (proposal->proposed_by == curator.str()) {
            return fail(ErrorCode::invalid_argument, fmt::format("{} made this proposal", curator.str()));
        }
        auto const known = store::find_user(transaction, curator.str());
        if (!known) {
            return fail(known.error());
        }
        if (!*known) {
            return fail(ErrorCode::not_found, fmt::format("{} has never signed in here", curator.str()));
        }
        auto opinion = store::insert_opinion(transaction, {.proposal_uuid = std::string(proposal_uuid),
                                                           .curator = curator.str(),
                                                           .asked_by = actor.identity.str(),
                                                           .created_at = at});
        if (!opinion) {
            return opinion;
        }
        auto const noted = note(transaction, actor, at, "opinion.ask", opinion->uuid, std::nullopt,
                                json::serialize(json::object{{"proposal", proposal_uuid}, {"curator", curator.str()}}));
        return noted ? std::move(opinion) : fail(noted.error());
    });
}

Result<store::OpinionRecord> give_opinion(store::Writer& writer, corpus::Corpus const& corpus, std::string_view uuid,
                                          Submission const& typed, Actor const& actor, Instant at)
{
    return writer.run([&](store::Transaction& transaction) -> Result<store::OpinionRecord> {
        auto found = store::find_opinion(transaction, uuid);
        if (!found) {
            return fail(found.error());
        }
        if (!*found || (*found)->curator != actor.identity.str()) {
            return fail(ErrorCode::not_found, fmt::format("nobody asked you for opinion {}", uuid));
        }
        auto& opinion = **found;
        auto const proposal = waiting_proposal(transaction, opinion.proposal_uuid);
        if (!proposal) {
            return fail(proposal.error());
        }
        std::vector<FieldError> errors;
        auto const answers = read_answers(typed, errors);
        auto const wrong = check_answers(proposal->resource, answers);
        errors.insert(errors.end(), wrong.begin(), wrong.end());
        require_all(proposal->resource, answers, errors);
        opinion.note = free_text("note", typed.note, errors);
        if (!errors.empty()) {
            return fail(Error{ErrorCode::invalid_argument, "the opinion cannot be taken", std::move(errors)});
        }
        auto const* const event = corpus.find(proposal->pair->ke_id);
        auto const graded = grade(proposal->resource, answers, event == nullptr ? std::string_view{} : event->level);
        auto first = submitted_answers(transaction, *proposal);
        if (!first) {
            return fail(first.error());
        }
        opinion.first = std::move(*first);
        opinion.first_by = proposal->proposed_by;
        opinion.answers = answers_json(answers, graded ? std::optional(graded->confidence) : std::nullopt);
        opinion.given_at = at;
        if (auto given = store::give_opinion(transaction, opinion); !given) {
            return fail(given.error());
        }
        auto const noted = note(transaction, actor, at, "opinion.give", opinion.uuid, std::nullopt, opinion.answers);
        return noted ? Result<store::OpinionRecord>(std::move(opinion)) : fail(noted.error());
    });
}

Result<std::vector<Judgement>> read_judgements(store::Session& session)
{
    auto const given = store::list_given_opinions(session);
    if (!given) {
        return fail(given.error());
    }
    std::vector<Judgement> judgements;
    for (auto const& opinion : *given) {
        if (opinion.first_by && opinion.first && opinion.answers && !opinion.first_by->starts_with("guest:")) {
            judgements.push_back(
                {*opinion.first_by, opinion.curator, by_question(*opinion.first), by_question(*opinion.answers)});
        }
    }
    return judgements;
}

}  // namespace kewp::curate
