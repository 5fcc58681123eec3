#pragma once

#include "base/ids.hpp"
#include "config/scoring.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace kewp::suggest {

/// The signals of a suggestion, in the order in which they are named.
enum class Signal : std::uint8_t { gene, lexical, embedding, ontology };

inline constexpr Signal kSignals[] = {Signal::gene, Signal::lexical, Signal::embedding, Signal::ontology};

/// `gene`, `lexical`, `embedding`, `ontology`.
[[nodiscard]] char const* name_of(Signal signal);

/// One value for each signal, indexed by `Signal`; 0 where a target has no such signal.
class SignalValues {
public:
    [[nodiscard]] double operator[](Signal signal) const { return values_[static_cast<std::size_t>(signal)]; }
    [[nodiscard]] double& operator[](Signal signal) { return values_[static_cast<std::size_t>(signal)]; }
    /// How many are above 0.
    [[nodiscard]] std::size_t present() const;

private:
    std::array<double, std::size(kSignals)> values_{};
};

/// What turns signals into a score.
struct MergeRule {
    SignalValues weights;
    double multi_evidence_bonus = 0.0;  // added when two or more signals are above 0
    double min_threshold = 0.0;
    double max_score = 0.98;

    [[nodiscard]] static MergeRule from(config::SignalWeights const& weights, double min_threshold, double max_score);
};

/// `rule` for the signals that are available, for a Key Event without vectors.
///
/// The lexical signal takes the weight of the embedding; the weights of what is available are scaled to
/// the sum that all had. Pre-condition: `available[lexical]` is not 0 or another is.
[[nodiscard]] MergeRule without_embedding(MergeRule rule, SignalValues const& available);

/// Weighted sum and bonus, at most `max_score`, four decimals. Nothing when the sum is below the
/// threshold (compared before rounding), when no signal that counts is above 0, or when it is not a number.
[[nodiscard]] std::optional<double> merged_score(SignalValues const& signals, MergeRule const& rule);

/// A target with its signals.
struct Candidate {
    TargetId id{Resource::wikipathways, 0};
    SignalValues signals;
    double score = 0.0;
};

/// The candidates that pass, best first; equal scores by id, so that the order of the input is without effect.
[[nodiscard]] std::vector<Candidate> merge(std::span<Candidate const> candidates, MergeRule const& rule);

}  // namespace kewp::suggest
