#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::curate {

/// Two curators' answers to one question about one pair, each the other's blind second.
struct AnswerPair {
    std::string first;
    std::string second;
};

/// How well two curators agree on one question.
struct Agreement {
    std::size_t judged = 0;       ///< pairs that both answered
    double observed = 0.0;        ///< share of equal answers
    double expected = 0.0;        ///< share that chance alone would give
    std::optional<double> kappa;  ///< nothing when chance explains all (one answer only), or nothing was judged
};

/// Cohen's kappa (Cohen 1960): (observed − expected) / (1 − expected), where expected is the sum over all
/// answers of the product of both curators' shares. Categories are nominal.
[[nodiscard]] Agreement agreement(std::span<AnswerPair const> answers);

/// One judged pair: who, and the answers by question (`basis`, `confidence` …); only those with text count.
struct Judgement {
    std::string first_curator;
    std::string second_curator;
    std::map<std::string, std::string> first;
    std::map<std::string, std::string> second;
};

struct QuestionAgreement {
    std::string question;
    Agreement agreement;
};

struct CuratorAgreement {
    std::pair<std::string, std::string> curators;  ///< in the order of their identities, whoever was first
    std::vector<QuestionAgreement> questions;
};

struct AgreementReport {
    std::vector<CuratorAgreement> pairs;       ///< by identities
    std::vector<QuestionAgreement> questions;  ///< of all pairs of curators together
};

[[nodiscard]] AgreementReport agreement_report(std::span<Judgement const> judgements);

}  // namespace kewp::curate
