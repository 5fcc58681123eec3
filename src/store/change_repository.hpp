#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::store {

/// How far someone has read the changes. First come the mappings that an import brought, which have no line in the
/// history, by row number; then the lines of the history. Lines are numbered inside the write lock, so they become
/// visible in the order of their numbers: nothing is ever inserted before a place.
struct ChangePlace {
    bool imported = true;  ///< still among the imported mappings
    std::int64_t id = 0;   ///< the last row or line that was read

    [[nodiscard]] std::string str() const;
    /// Error: invalid_argument for what `str()` never gives.
    [[nodiscard]] static Result<ChangePlace> parse(std::string_view text);
    bool operator==(ChangePlace const&) const = default;
};

enum class ChangeKind : std::uint8_t { addition, edit, withdrawal };
/// `addition`, `edit`, `withdrawal`.
[[nodiscard]] char const* name_of(ChangeKind kind);

/// One change of a mapping.
struct Change {
    ChangePlace place;
    Instant at = {};
    ChangeKind kind = ChangeKind::addition;
    std::string uuid = {};
    std::optional<MappingRecord> mapping = {};  ///< as it is now; `withdrawn_at` may be set by a later change
};

/// At most `limit` changes after `place`, in the order in which they were committed. Who applies them all to an empty
/// copy has the mappings in force.
[[nodiscard]] Result<std::vector<Change>> list_changes(Session& session, ChangePlace place, std::uint64_t limit);

/// The place from which every change later than `time` follows (and imported mappings, if they came later).
[[nodiscard]] Result<ChangePlace> place_at(Session& session, Instant time);

}  // namespace kewp::store
