#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace kewp::corpus {

/// What became of one file of the data folder, for `/health` and `kewp check`.
struct FileNote {
    enum class State {
        loaded,    ///< read in full
        missing,   ///< absent: `consequence` says which feature is off
        degraded,  ///< used, but something stands in for it or does not agree; `consequence` says what
    };

    std::string file;  // name within the data folder
    State state = State::missing;
    std::string consequence;           // for people; "" when loaded
    std::size_t rows = 0;              // records used
    std::vector<std::string> remarks;  // repairs made while reading (duplicates merged, ids normalised …)
};

/// `loaded`, `missing`, `degraded`.
[[nodiscard]] char const* name_of(FileNote::State state);

}  // namespace kewp::corpus
