#include "curate/agreement.hpp"

namespace kewp::curate {
namespace {

constexpr double kNoRoom = 1e-12;  // expected agreement so near 1 that kappa is not defined

using Answers = std::map<std::string, std::vector<AnswerPair>>;

std::vector<QuestionAgreement> by_question(Answers const& answers)
{
    std::vector<QuestionAgreement> questions;
    for (auto const& [question, pairs] : answers) {
        questions.push_back({question, agreement(pairs)});
    }
    return questions;
}

}  // namespace

Agreement agreement(std::span<AnswerPair const> answers)
{
    Agreement result;
    result.judged = answers.size();
    if (answers.empty()) {
        return result;
    }
    std::map<std::string_view, std::pair<double, double>> shares;
    auto const part = 1.0 / static_cast<double>(answers.size());
    for (auto const& [first, second] : answers) {
        shares[first].first += part;
        shares[second].second += part;
        result.observed += first == second ? part : 0.0;
    }
    for (auto const& [answer, share] : shares) {
        result.expected += share.first * share.second;
    }
    if (1.0 - result.expected > kNoRoom) {
        result.kappa = (result.observed - result.expected) / (1.0 - result.expected);
    }
    return result;
}

AgreementReport agreement_report(std::span<Judgement const> judgements)
{
    std::map<std::pair<std::string, std::string>, Answers> pairs;
    Answers all;
    for (auto const& judged : judgements) {
        // One order of the two curators, whoever proposed: else a pair would fall apart into two.
        bool const swapped = judged.second_curator < judged.first_curator;
        auto const& one = swapped ? judged.second : judged.first;
        auto const& other = swapped ? judged.first : judged.second;
        auto const key = swapped ? std::pair(judged.second_curator, judged.first_curator)
                                 : std::pair(judged.first_curator, judged.second_curator);
        for (auto const& [question, answer] : one) {
            auto const found = other.find(question);
            if (found != other.end() && !answer.empty() && !found->second.empty()) {
                pairs[key][question].push_back({answer, found->second});
                all[question].push_back({answer, found->second});
            }
        }
    }
    AgreementReport report;
    for (auto const& [curators, answers] : pairs) {
        report.pairs.push_back({curators, by_question(answers)});
    }
    report.questions = by_question(all);
    return report;
}

}  // namespace kewp::curate
