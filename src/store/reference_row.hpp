#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "store/records.hpp"
#include "store/reference_import.hpp"
#include "store/sqlite_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::store {

/// Reads one row of the replaced application by the rules of the import and notes in the report what had to
/// be changed. Empty text counts as absent.
class ReferenceRow {
public:
    ReferenceRow(ImportReport& report, std::string table, LooseRow const& row);

    [[nodiscard]] LooseRow const& raw() const { return row_; }
    [[nodiscard]] std::int64_t id() const { return row_.number("id").value_or(0); }
    /// `mappings 12`, for messages.
    [[nodiscard]] std::string label() const;

    [[nodiscard]] std::optional<std::string> text(std::string_view column);
    [[nodiscard]] std::optional<std::string> lower(std::string_view column);
    [[nodiscard]] std::optional<Instant> time(std::string_view column);
    /// A bare name is of GitHub, `guest-label` of a workshop.
    [[nodiscard]] std::optional<std::string> identity(std::string_view column);
    [[nodiscard]] std::optional<Confidence> confidence(std::string_view column);
    /// A suggestion score: finite, 0 to 1.
    [[nodiscard]] std::optional<double> score(std::string_view column);
    [[nodiscard]] std::optional<int> dimension_score(std::string_view column);
    [[nodiscard]] bool flag(std::string_view column) const;
    [[nodiscard]] std::optional<KeId> ke_id(std::string_view column);
    [[nodiscard]] std::optional<TargetId> target_id(Resource resource, std::string_view column);
    /// The four answers and the three scores under the column names of mappings (`proposed_relationship`,
    /// `connection_score`) and of proposals (`proposed_connection_score`).
    [[nodiscard]] Assessment assessment(Resource resource, bool of_proposal);

    /// Counts the row under a rule, once for each rule.
    void repaired(std::string const& rule);
    /// A single row that someone should look at.
    void doubt(std::string const& what);
    [[nodiscard]] bool was_repaired() const { return repaired_; }

private:
    ImportReport& report_;
    std::string table_;
    LooseRow const& row_;
    bool repaired_ = false;
};

/// `github:alice` for `alice`, `guest:lab1` for `guest-lab1`; nothing when empty or without a name.
[[nodiscard]] std::optional<std::string> full_identity(std::string_view name);

}  // namespace kewp::store
