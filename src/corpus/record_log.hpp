#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// A record that could not be used.
struct BadRecord {
    std::string file;  // as given on the command line, with the path inside an archive
    std::size_t line = 0;
    std::string reason;
};

/// `file:line: reason`.
[[nodiscard]] std::string to_text(BadRecord const& record);

/// Counts the records of an import, keeps the first bad ones, and says when there are too many.
class RecordLog {
public:
    static constexpr std::size_t kKept = 20;  // bad records named in full
    /// More bad records than one in this many fail the import.
    static constexpr std::size_t kOneBadIn = 100;

    /// Starts the next input; the rule about bad records holds for each input on its own, so that a
    /// ruined small file is not outvoted by a large one.
    void begin_input(std::string name);
    void good(std::size_t records = 1) { input_good_ += records; }
    /// `file` "" means the input itself.
    void bad(std::string_view file, std::size_t line, std::string reason);
    void warn(std::string_view text) { warnings_.emplace_back(text); }
    /// Error: corrupt, with the first bad records, when more than 1 % of this input's records are bad.
    [[nodiscard]] Result<void> end_input();

    [[nodiscard]] std::size_t input_good() const { return input_good_; }
    [[nodiscard]] std::size_t input_bad() const { return input_bad_; }
    [[nodiscard]] std::size_t total_good() const { return total_good_; }
    [[nodiscard]] std::size_t total_bad() const { return total_bad_; }
    [[nodiscard]] std::vector<BadRecord> const& first_bad() const { return first_bad_; }
    [[nodiscard]] std::vector<std::string> const& warnings() const { return warnings_; }

private:
    std::string input_;
    std::size_t input_good_ = 0;
    std::size_t input_bad_ = 0;
    std::size_t total_good_ = 0;
    std::size_t total_bad_ = 0;
    std::vector<BadRecord> input_first_bad_;
    std::vector<BadRecord> first_bad_;
    std::vector<std::string> warnings_;
};

}  // namespace kewp::corpus
