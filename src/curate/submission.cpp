#include "curate/submission.hpp"

#include "base/text.hpp"
#include "curate/assessment.hpp"
#include "curate/confidence_choice.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

constexpr std::size_t kEmailLimit = 254;  // RFC 5321, path
constexpr std::size_t kAffiliationLimit = 200;

std::optional<std::string> word(std::string_view text)
{
    auto lowered = text::ascii_lower(text::trim(text));
    return lowered.empty() ? std::nullopt : std::optional(std::move(lowered));
}

std::optional<int> score(char const* field, std::string_view text, std::vector<FieldError>& errors)
{
    text = text::trim(text);
    if (text.empty()) {
        return std::nullopt;
    }
    int value = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) {
        errors.push_back({field, fmt::format("'{}' is not a score; expected 0, 1, 2 or 3", text)});
        return std::nullopt;
    }
    return value;
}

std::optional<double> suggestion_score(std::string_view text)
{
    std::string const terminated(text::trim(text));
    char* end = nullptr;
    auto const value = std::strtod(terminated.c_str(), &end);
    auto const whole = !terminated.empty() && end == terminated.c_str() + terminated.size();
    return clean_score(whole ? std::optional(value) : std::nullopt);
}

std::optional<std::string> email(std::string_view text, std::vector<FieldError>& errors)
{
    auto address = free_text("email", text, errors);
    if (!address) {
        return std::nullopt;
    }
    auto const at = address->find('@');
    auto const domain = at == std::string::npos ? std::string{} : address->substr(at + 1);
    auto const dot = domain.find('.');
    auto const fits = at != std::string::npos && at > 0 && dot != std::string::npos && dot > 0 &&
                      domain.back() != '.' && domain.find('@') == std::string::npos &&
                      address->find_first_of(" \t\r\n<>\"") == std::string::npos && address->size() <= kEmailLimit;
    if (!fits) {
        errors.push_back({"email", "is not an e-mail address; expected one like name@example.org, or nothing"});
    }
    return address;
}

corpus::KeyEvent const* read_key_event(std::string_view text, corpus::Corpus const& corpus,
                                       std::vector<FieldError>& errors)
{
    auto const id = KeId::parse(text::fold_space(text));
    if (!id) {
        errors.push_back({"ke_id", id.error().message});
        return nullptr;
    }
    auto const* const found = corpus.find(*id);
    if (found == nullptr) {
        errors.push_back({"ke_id", fmt::format("{} is not a Key Event of the loaded release", id->str())});
    }
    return found;
}

corpus::Target const* read_target(Resource resource, std::string_view text, corpus::Corpus const& corpus,
                                  std::vector<FieldError>& errors)
{
    auto const id = TargetId::parse(resource, text);
    if (!id) {
        errors.push_back({"target_id", id.error().message});
        return nullptr;
    }
    auto const* const found = corpus.find_target(*id);
    if (found == nullptr) {
        errors.push_back(
            {"target_id", fmt::format("{} is not in the loaded release of {}", id->str(), name_of(resource))});
    }
    return found;
}

void take_from_corpus(store::Claim& claim, corpus::KeyEvent const& key_event, corpus::Target const& target,
                      corpus::Corpus const& corpus)
{
    claim.ke_title = key_event.title;
    claim.target_title = target.title;
    switch (target.id.resource()) {
        case Resource::go:
            claim.go_namespace =
                corpus.kind_of(target.id) == corpus::TargetKind::go_mf ? "molecular_function" : "biological_process";
            break;
        case Resource::reactome: claim.species = target.species.empty() ? "Homo sapiens" : target.species; break;
        case Resource::wikipathways: break;
    }
}

/// The fields of an error in the order of the form, one message each: the first one said.
tl::unexpected<Error> refused(std::vector<FieldError> errors)
{
    std::vector<FieldError> unique;
    std::string names;
    for (auto& error : errors) {
        if (std::ranges::find(unique, error.field, &FieldError::field) == unique.end()) {
            names += (names.empty() ? "" : ", ") + error.field;
            unique.push_back(std::move(error));
        }
    }
    Error error{ErrorCode::invalid_argument, fmt::format("the proposal cannot be taken; look at: {}", names),
                std::move(unique)};
    return fail(std::move(error));
}

}  // namespace

Assessment read_answers(Submission const& submission, std::vector<FieldError>& errors)
{
    Assessment answers;
    answers.relationship = word(submission.relationship);
    answers.basis = word(submission.basis);
    answers.specificity = word(submission.specificity);
    answers.coverage = word(submission.coverage);
    answers.connection_score = score("connection_score", submission.connection_score, errors);
    answers.specificity_score = score("specificity_score", submission.specificity_score, errors);
    answers.evidence_score = score("evidence_score", submission.evidence_score, errors);
    return answers;
}

std::optional<std::string> free_text(std::string_view field, std::string_view text, std::vector<FieldError>& errors)
{
    text = text::trim(text);
    if (text.empty()) {
        return std::nullopt;
    }
    if (!text::is_utf8(text) || text::has_control(text)) {
        errors.push_back({std::string(field), "has characters that cannot be shown"});
    } else if (auto const length = text::length(text); length > kTextLimit) {
        errors.push_back(
            {std::string(field), fmt::format("has {} characters; at most {} are kept", length, kTextLimit)});
    }
    return std::string(text);
}

Result<store::ProposalRecord> validate(Submission const& submission, corpus::Corpus const& corpus)
{
    std::vector<FieldError> errors;
    auto const resource = parse_resource(text::trim(submission.resource));
    if (!resource) {
        errors.push_back({"resource", resource.error().message});
        return refused(std::move(errors));
    }
    store::ProposalRecord record;
    record.resource = *resource;
    auto const* const key_event = read_key_event(submission.ke_id, corpus, errors);
    auto const* const target = read_target(*resource, submission.target_id, corpus, errors);
    record.claim.assessment = read_answers(submission, errors);
    auto wrong = check_answers(*resource, record.claim.assessment);
    errors.insert(errors.end(), wrong.begin(), wrong.end());
    settle_connection(*resource, record.claim, submission.connection_type, errors);
    auto reason = free_text("override_reason", submission.override_reason, errors);
    record.confidence =
        settle_confidence(*resource, record.claim, key_event == nullptr ? std::string_view{} : key_event->level,
                          submission.confidence, std::move(reason), errors);
    record.claim.suggestion_score = suggestion_score(submission.suggestion_score);
    record.note = free_text("note", submission.note, errors);
    record.affiliation = free_text("affiliation", submission.affiliation, errors);
    if (record.affiliation && text::length(*record.affiliation) > kAffiliationLimit) {
        errors.push_back({"affiliation", fmt::format("is too long; at most {} characters", kAffiliationLimit)});
    }
    record.email = email(submission.email, errors);
    if (!errors.empty()) {
        return refused(std::move(errors));
    }
    record.pair = store::Pair{key_event->id, target->id};
    take_from_corpus(record.claim, *key_event, *target, corpus);
    return record;
}

}  // namespace kewp::curate
