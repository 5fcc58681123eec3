#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "suggest/kind_index.hpp"
#include "suggest/merge.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kewp::suggest {

/// A target that belongs to a Key Event.
struct GoldPair {
    KeId ke{0};
    std::size_t target = 0;  // number within its set

    friend auto operator<=>(GoldPair const&, GoldPair const&) = default;
};

/// Pairs against which rankings of one kind of targets are measured.
struct GoldStandard {
    std::string name;              // `pairs`, `genes`, `titles`
    std::string made_of;           // one sentence for the report
    std::vector<GoldPair> pairs;   // ascending, unique
    std::vector<Signal> left_out;  // what made it: no mode may rank by these, or the standard would prove itself
};

/// Targets whose genes are enriched in those of a Key Event: at least two in common, hypergeometric p-value times
/// the number of targets below 0.01; the five smallest of each Key Event. Leaves out the gene signal.
[[nodiscard]] GoldStandard gold_by_genes(KindIndex const& index, corpus::Corpus const& corpus);

/// Targets whose name or exact synonym stands, as whole words, in the title of a Key Event without its direction
/// ("… pathway" may be left out); the five longest names. Leaves out the lexical signal, boosts by name, and ontology
/// tags, which are looked up by the words of the title too.
[[nodiscard]] GoldStandard gold_by_titles(KindIndex const& index, corpus::Corpus const& corpus);

/// Pairs from a table (tab, comma or semicolon between cells; a header, quotes and other columns are passed over):
/// the first cell of a row that is a Key Event's id (`KE 55`, `Event:55`), with every cell that is an id of a target
/// that can be suggested. Nothing is left out.
/// Errors: not_found, io; corrupt when no row has both.
[[nodiscard]] Result<GoldStandard> gold_from_file(std::filesystem::path const& file, KindIndex const& index,
                                                  corpus::Corpus const& corpus);

}  // namespace kewp::suggest
