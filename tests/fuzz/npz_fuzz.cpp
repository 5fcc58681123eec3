// Whatever the bytes, the NPZ reader gives either an error that names the file or a set that keeps its promises.

#include "embed/npz.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <unordered_set>

namespace {

using kewp::embed::ChecksumPolicy;
using kewp::embed::EmbeddingSet;

void require(bool holds, char const* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken promise: %s\n", what);
        std::abort();
    }
}

void check(EmbeddingSet const& set)
{
    require(set.size() > 0 && set.cols() > 0, "a set has rows and columns");
    require(set.ids().size() == set.size(), "there is one id for each row");
    std::unordered_set<std::string> const ids(set.ids().begin(), set.ids().end());
    require(ids.size() == set.size(), "ids are unique");
    std::size_t zero_rows = 0;
    for (std::size_t i = 0; i < set.size(); ++i) {
        auto const row = set.matrix().row(i);
        double const norm = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
        require(norm == 0 || std::abs(norm - 1) < 1.1e-3, "a row is a unit vector or zero");
        require(set.find(set.ids()[i]) == i, "an id is found in its row");
        require(set.vector_of(set.ids()[i]).empty() == (norm == 0), "only zero rows are hidden");
        zero_rows += norm == 0 ? 1 : 0;
    }
    require(zero_rows == set.zero_rows().size(), "zero rows are counted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string const file = "data/ke_embeddings.npz";
    auto const bytes = std::as_bytes(std::span(data, size));
    auto const quick = kewp::embed::read_npz(bytes, file);
    auto const thorough = kewp::embed::read_npz(bytes, file, ChecksumPolicy::all);
    require(quick.has_value() || !thorough.has_value(), "comparing more checksums accepts no more files");
    for (auto const* set : {&quick, &thorough}) {
        if (set->has_value()) {
            check(**set);
        } else {
            require(set->error().message.starts_with(file + ": "), "an error names the file");
        }
    }
    return 0;
}
