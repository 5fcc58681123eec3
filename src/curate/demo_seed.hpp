#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "store/readers.hpp"
#include "store/writer.hpp"

#include <cstddef>
#include <filesystem>

namespace kewp::curate {

struct SeedReport {
    bool seeded = false;  ///< false: the database had mappings or proposals already and was left alone
    std::size_t mappings = 0;
    std::size_t proposals = 0;
};

/// Fills an EMPTY database from `data/demo/curation.json` through the same workflow as a curator's.
///
/// Errors: not_found, corrupt naming file and entry; what the workflow says about an entry.
[[nodiscard]] Result<SeedReport> seed_demo(store::Writer& writer, store::Readers& readers, corpus::Corpus const& corpus,
                                           std::filesystem::path const& file);

}  // namespace kewp::curate
