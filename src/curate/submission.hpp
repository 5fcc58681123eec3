#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "store/records.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::curate {

/// Free text (notes, reasons) holds this many code points at most.
inline constexpr std::size_t kTextLimit = 1000;

/// A proposal as it came from a form or from JSON: every field is the sender's text.
struct Submission {
    std::string resource = {};         ///< `wikipathways`, `go`, `reactome`
    std::string ke_id = {};            ///< any spelling of `KE 55`
    std::string target_id = {};        ///< `WP554`, `GO:0006915`, `R-HSA-109581`
    std::string connection_type = {};  ///< may be empty: from the relationship, else the resource's default
    std::string confidence = {};       ///< may be empty: computed; another than computed needs a reason
    std::string override_reason = {};
    std::string relationship = {};
    std::string basis = {};
    std::string specificity = {};
    std::string coverage = {};
    std::string connection_score = {};  ///< `0` to `3`
    std::string specificity_score = {};
    std::string evidence_score = {};
    std::string suggestion_score = {};  ///< unreadable, not finite or out of 0..1 counts as absent
    std::string note = {};
    std::string affiliation = {};
    std::string email = {};
};

/// Turns it into a pending `new` proposal: ids exist in the corpus, titles and namespace come from the
/// corpus, the confidence is computed here. Identity, uuid and times are not set.
///
/// Error: invalid_argument with one message per field in `Error::fields`.
[[nodiscard]] Result<store::ProposalRecord> validate(Submission const& submission, corpus::Corpus const& corpus);

/// The answers alone: words lowered, scores as numbers; what they may be is the business of `check_answers`.
[[nodiscard]] store::Assessment read_answers(Submission const& submission, std::vector<FieldError>& errors);

/// A text of a person: trimmed; nothing when empty. Adds a message to `errors` when it is over `kTextLimit`,
/// is not UTF-8 or has control characters.
[[nodiscard]] std::optional<std::string> free_text(std::string_view field, std::string_view text,
                                                   std::vector<FieldError>& errors);

}  // namespace kewp::curate
