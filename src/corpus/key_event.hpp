#pragma once

#include "base/ids.hpp"
#include "corpus/gene_table.hpp"

#include <string>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// A Key Event of AOP-Wiki.
struct KeyEvent {
    KeId id;
    std::string title = {};
    std::string description = {};                // "" when AOP-Wiki has none (three out of five)
    std::string level = {};                      // biological level as written there, "" when unknown
    std::string page = {};                       // URL, "" when not stated
    std::vector<AopId> aops = {};                // in the order of the membership file
    std::vector<Gene> genes = {};                // sorted, unique
    std::vector<std::string> gene_symbols = {};  // in the order of the file, for display
};

/// A Key Event's part in an AOP.
struct AopEvent {
    KeId ke;
    std::string type = {};   // `MIE`, `KE` or `AO`
    std::string title = {};  // as the AOP file has it; the Key Event may be newer than `ke_metadata.json`
};

/// An Adverse Outcome Pathway.
///
/// Its ids may name Key Events that the corpus does not hold: the files of a folder can be of
/// different dates. `key_events` has every member; `events` and `relationships` only what takes part
/// in a relationship.
struct Aop {
    AopId id;
    std::string title = {};
    std::string oecd_status = {};                           // verbatim, "" when not stated
    std::vector<KeId> key_events = {};                      // ascending, unique
    std::vector<AopEvent> events = {};                      // in the order of the file
    std::vector<std::pair<KeId, KeId>> relationships = {};  // upstream, downstream
};

}  // namespace kewp::corpus
