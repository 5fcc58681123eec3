#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kewp::ops {

/// One thing that `kewp check` looked at.
struct Finding {
    enum class Kind { good, warning, problem };
    Kind kind = Kind::good;
    std::string subject;  ///< configuration, scoring, data, embeddings, database
    std::string text;     ///< for an operator: what was found, and what to do
};

/// Looks at configuration, data folder (with the checksums of its manifest), embeddings and database, and
/// changes nothing. Goes on after a problem as far as it can.
[[nodiscard]] std::vector<Finding> check_installation(std::filesystem::path const& config_file);

[[nodiscard]] bool has_problem(std::vector<Finding> const& findings);

/// One line for each, then a verdict.
[[nodiscard]] std::string to_text(std::vector<Finding> const& findings);

}  // namespace kewp::ops
