#pragma once

#include "store/records.hpp"
#include "store/sql.hpp"

#include <string_view>

/// The columns that mappings and proposals share. For `.cpp` files of this room only.
namespace kewp::store {

inline constexpr std::string_view kClaimColumnNames =
    "ke_title, target_title, go_namespace, species, connection_type, computed_confidence, override_reason, "
    "relationship, basis, specificity, coverage, connection_score, specificity_score, evidence_score, "
    "suggestion_score";
inline constexpr std::string_view kClaimColumnKinds = "tttttttttttnnnr";

/// Takes them from the row, in the order of `kClaimColumnNames`. Throws BadRow.
[[nodiscard]] Claim take_claim(Select& rows);
void set_claim(Values& values, Claim const& claim);

/// Three columns: resource, ke_id, target_id. Throws BadRow.
[[nodiscard]] Pair take_pair(Select& rows);
void set_pair(Values& values, Pair const& pair);

/// A word of an enumeration, or NULL. Throws BadRow.
template <class T>
[[nodiscard]] std::optional<T> word_or_null(std::optional<std::string> const& text,
                                            Result<T> (*parse)(std::string_view))
{
    return text ? std::optional<T>(expect(parse(*text))) : std::nullopt;
}

template <class T>
[[nodiscard]] std::optional<std::string> word_of(std::optional<T> value)
{
    return value ? std::optional<std::string>(name_of(*value)) : std::nullopt;
}

}  // namespace kewp::store
