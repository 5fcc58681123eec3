#include "base/text.hpp"
#include "suggest/evaluation.hpp"
#include "suggest/rounding.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::suggest {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kWidestTitle = 50;  // bytes of a target's title in the text

corpus::Target const& target_of(corpus::Corpus const& corpus, KindEvaluation const& found, std::size_t target)
{
    return corpus.targets(found.kind)[target];
}

std::string hub_line(corpus::Target const& target, double share)
{
    auto const title = target.title.size() > kWidestTitle ? target.title.substr(0, kWidestTitle) + "…" : target.title;
    return fmt::format("      {:5.1f} %  {} {}\n", 100.0 * share, target.id.str(), title);
}

object measures_object(Measures const& measures, KindEvaluation const& found, corpus::Corpus const& corpus)
{
    object recall;
    for (std::size_t i = 0; i < kRecallAt.size(); ++i) {
        recall[fmt::format("{}", kRecallAt[i])] = rounded(measures.recall[i], 4);
    }
    array ranks;
    for (auto const& one : measures.ranks) {
        ranks.push_back(object{{"ke_id", one.pair.ke.str()},
                               {"target_id", target_of(corpus, found, one.pair.target).id.str()},
                               {"rank", one.rank == 0 ? boost::json::value(nullptr) : boost::json::value(one.rank)}});
    }
    return object{{"pairs", measures.pairs},
                  {"key_events", measures.key_events},
                  {"mrr", rounded(measures.mrr, 4)},
                  {"mrr_interval", array{rounded(measures.mrr_low, 4), rounded(measures.mrr_high, 4)}},
                  {"recall", std::move(recall)},
                  {"ranks", std::move(ranks)}};
}

struct Bar {
    std::string label;
    Measures const* measures;
};

constexpr double kBarLeft = 90;
constexpr double kBarWidth = 300;
constexpr double kBarHeight = 14;
constexpr double kPanelGap = 44;

std::string bar(Bar const& bar, double most, double y, bool last)
{
    auto const x = [&](double value) { return kBarLeft + kBarWidth * value / most; };
    auto const middle = y + kBarHeight / 2;
    return fmt::format(
        "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>"
        "<rect x=\"{}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" fill=\"{}\"/>"
        "<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#000\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\">{:.3f}</text>\n",
        kBarLeft - 6, middle + 4, bar.label, kBarLeft, y, x(bar.measures->mrr) - kBarLeft, kBarHeight,
        last ? "#29235c" : "#8aa4c8", x(bar.measures->mrr_low), middle, x(bar.measures->mrr_high),
        x(bar.measures->mrr_high) + 6, middle + 4, bar.measures->mrr);
}

}  // namespace

std::string to_text(std::vector<KindEvaluation> const& found, corpus::Corpus const& corpus,
                    EvaluationRequest const& request)
{
    auto text = fmt::format("Key Events: {}; half: {}; bootstrap: {} samples of Key Events, seed {}\n",
                            corpus.key_events().size(), name_of(request.half), request.bootstrap_samples, request.seed);
    for (auto const& kind : found) {
        text += fmt::format("\n{}: {} targets can be suggested{}\n", name_of(kind.kind), kind.suggested,
                            kind.with_vectors ? "" : "; no vectors, all modes rank without");
        for (std::size_t s = 0; s < kind.standards.size(); ++s) {
            auto const& first = kind.modes.front().standards[s];
            text += fmt::format("  {}: {}; {} pairs of {} Key Events\n", kind.standards[s].name,
                                kind.standards[s].made_of, first.pairs, first.key_events);
            text += "    mode      MRR     95 % interval   R@1    R@5    R@10   R@20\n";
            for (auto const& mode : kind.modes) {
                auto const& m = mode.standards[s];
                text += fmt::format("    {:<8}  {:.4f}  {:.4f}–{:.4f}   {:.3f}  {:.3f}  {:.3f}  {:.3f}\n",
                                    config::name_of(mode.mode), m.mrr, m.mrr_low, m.mrr_high, m.recall[0], m.recall[1],
                                    m.recall[2], m.recall[3]);
            }
        }
        for (auto const& mode : kind.modes) {
            if (!request.hubs) {
                break;
            }
            text += fmt::format("  hubs of {}: mean Jaccard of the first five {:.4f}; most frequent among them:\n",
                                config::name_of(mode.mode), mode.hubs.mean_jaccard);
            for (auto const& hub : mode.hubs.hubs) {
                text += hub_line(target_of(corpus, kind, hub.target), hub.share);
            }
        }
    }
    return text;
}

std::string to_json(std::vector<KindEvaluation> const& found, corpus::Corpus const& corpus,
                    EvaluationRequest const& request)
{
    array kinds;
    for (auto const& kind : found) {
        object modes;
        for (auto const& mode : kind.modes) {
            object standards;
            for (std::size_t s = 0; s < kind.standards.size(); ++s) {
                standards[kind.standards[s].name] = measures_object(mode.standards[s], kind, corpus);
            }
            array hubs;
            for (auto const& hub : mode.hubs.hubs) {
                auto const& target = target_of(corpus, kind, hub.target);
                hubs.push_back(
                    object{{"target_id", target.id.str()}, {"title", target.title}, {"share", rounded(hub.share, 4)}});
            }
            modes[config::name_of(mode.mode)] = object{{"standards", std::move(standards)},
                                                       {"mean_top5_jaccard", rounded(mode.hubs.mean_jaccard, 6)},
                                                       {"hubs", std::move(hubs)}};
        }
        object standards;
        for (auto const& standard : kind.standards) {
            array left_out;
            for (auto const signal : standard.left_out) {
                left_out.emplace_back(name_of(signal));
            }
            standards[standard.name] = object{{"made_of", standard.made_of}, {"left_out", std::move(left_out)}};
        }
        kinds.push_back(object{{"corpus", name_of(kind.kind)},
                               {"targets", kind.suggested},
                               {"with_vectors", kind.with_vectors},
                               {"standards", std::move(standards)},
                               {"modes", std::move(modes)}});
    }
    return boost::json::serialize(object{{"key_events", corpus.key_events().size()},
                                         {"half", name_of(request.half)},
                                         {"bootstrap_samples", request.bootstrap_samples},
                                         {"seed", request.seed},
                                         {"corpora", std::move(kinds)}}) +
           "\n";
}

std::string to_svg(std::vector<KindEvaluation> const& found)
{
    double most = 0.05;
    for (auto const& kind : found) {
        for (auto const& mode : kind.modes) {
            for (auto const& measures : mode.standards) {
                most = std::max(most, measures.mrr_high);
            }
        }
    }
    std::string panels;
    double y = 30;
    for (auto const& kind : found) {
        for (std::size_t s = 0; s < kind.standards.size(); ++s) {
            panels += fmt::format("<text x=\"6\" y=\"{:.1f}\" font-weight=\"bold\">{}, {} ({} pairs)</text>\n", y,
                                  name_of(kind.kind), kind.standards[s].name, kind.standards[s].pairs.size());
            y += 8;
            for (auto const& mode : kind.modes) {
                panels += bar({config::name_of(mode.mode), &mode.standards[s]}, most, y, &mode == &kind.modes.back());
                y += kBarHeight + 4;
            }
            y += kPanelGap - 16;
        }
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"460\" height=\"{0:.0f}\" "
        "viewBox=\"0 0 460 {0:.0f}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        "<rect width=\"460\" height=\"{0:.0f}\" fill=\"#fff\"/>\n"
        "<text x=\"6\" y=\"14\">Mean reciprocal rank, 95 % interval</text>\n{1}</svg>\n",
        y, panels);
}

}  // namespace kewp::suggest
