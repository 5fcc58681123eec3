#pragma once

#include "curate/submission.hpp"

#include <span>
#include <string>
#include <string_view>

namespace kewp::curate {

/// A field's name in forms, JSON and tables, and where it goes.
struct SubmissionField {
    std::string_view name;
    std::string Submission::*member;
};

[[nodiscard]] std::span<SubmissionField const> submission_fields();

}  // namespace kewp::curate
