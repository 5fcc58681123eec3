#include "store/records.hpp"

#include "base/text.hpp"

#include <array>
#include <fmt/format.h>
#include <span>

namespace kewp::store {
namespace {

template <class Value>
struct Word {
    char const* text;
    Value value;
};

constexpr std::array kConfidences = {Word<Confidence>{"low", Confidence::low},
                                     Word<Confidence>{"medium", Confidence::medium},
                                     Word<Confidence>{"high", Confidence::high}};
constexpr std::array kDirections = {Word<GoDirection>{"positive", GoDirection::positive},
                                    Word<GoDirection>{"negative", GoDirection::negative}};
constexpr std::array kKinds = {Word<ProposalKind>{"new", ProposalKind::new_pair},
                               Word<ProposalKind>{"change", ProposalKind::change},
                               Word<ProposalKind>{"withdraw", ProposalKind::withdraw}};
constexpr std::array kStatuses = {Word<ProposalStatus>{"pending", ProposalStatus::pending},
                                  Word<ProposalStatus>{"approved", ProposalStatus::approved},
                                  Word<ProposalStatus>{"rejected", ProposalStatus::rejected},
                                  Word<ProposalStatus>{"withdrawn", ProposalStatus::withdrawn}};

template <class Value>
char const* word_of(std::span<Word<Value> const> words, Value value)
{
    for (auto const& word : words) {
        if (word.value == value) {
            return word.text;
        }
    }
    return "?";
}

template <class Value>
Result<Value> value_of(std::span<Word<Value> const> words, char const* what, std::string_view text)
{
    std::string choices;
    for (auto const& word : words) {
        if (text::ascii_iequals(text, word.text)) {
            return word.value;
        }
        choices += choices.empty() ? "" : ", ";
        choices += word.text;
    }
    return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a {}; expected one of {}", text, what, choices));
}

}  // namespace

char const* name_of(Confidence value)
{
    return word_of<Confidence>(kConfidences, value);
}

char const* name_of(GoDirection value)
{
    return word_of<GoDirection>(kDirections, value);
}

char const* name_of(ProposalKind value)
{
    return word_of<ProposalKind>(kKinds, value);
}

char const* name_of(ProposalStatus value)
{
    return word_of<ProposalStatus>(kStatuses, value);
}

Result<Confidence> parse_confidence(std::string_view text)
{
    return value_of<Confidence>(kConfidences, "confidence", text);
}

Result<GoDirection> parse_go_direction(std::string_view text)
{
    return value_of<GoDirection>(kDirections, "direction", text);
}

Result<ProposalKind> parse_proposal_kind(std::string_view text)
{
    return value_of<ProposalKind>(kKinds, "kind of proposal", text);
}

Result<ProposalStatus> parse_proposal_status(std::string_view text)
{
    return value_of<ProposalStatus>(kStatuses, "proposal status", text);
}

std::optional<GoDirection> go_direction_of_name(std::string_view go_name)
{
    auto const name = text::ascii_lower(text::trim(go_name));
    if (name.starts_with("positive regulation of")) {
        return GoDirection::positive;
    }
    if (name.starts_with("negative regulation of")) {
        return GoDirection::negative;
    }
    return std::nullopt;
}

}  // namespace kewp::store
