#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// The header of a tab-separated table: which column is called what.
class TableColumns {
public:
    TableColumns() = default;
    explicit TableColumns(std::string_view header);

    [[nodiscard]] std::size_t size() const { return names_.size(); }
    /// The trimmed value of the first column whose name is one of `names` (lower case); "" when there is none.
    [[nodiscard]] std::string_view field(std::vector<std::string_view> const& fields,
                                         std::initializer_list<std::string_view> names) const;

private:
    std::vector<std::string> names_;  // lower case
};

}  // namespace kewp::corpus
