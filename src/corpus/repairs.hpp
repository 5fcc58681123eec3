#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// Counts what a reader had to put right in a file, so that it is told once and not for each record.
class Repairs {
public:
    /// One more of `what` ("ids are not in the canonical form"); the first `example` of each is kept.
    void add(std::string_view what, std::string_view example);
    /// `3 ids are not in the canonical form (first: 'Event:55')`, in the order of first sight.
    [[nodiscard]] std::vector<std::string> remarks() const;

private:
    struct Kind {
        std::string what;
        std::string example;
        std::size_t count = 0;
    };
    std::vector<Kind> kinds_;
};

}  // namespace kewp::corpus
