#include "corpus/table.hpp"

#include "base/text.hpp"

namespace kewp::corpus {

TableColumns::TableColumns(std::string_view header)
{
    for (auto const name : text::split(header, '\t')) {
        names_.push_back(text::ascii_lower(text::trim(name)));
    }
}

std::string_view TableColumns::field(std::vector<std::string_view> const& fields,
                                     std::initializer_list<std::string_view> names) const
{
    for (auto const wanted : names) {
        for (std::size_t i = 0; i < names_.size() && i < fields.size(); ++i) {
            if (names_[i] == wanted) {
                return text::trim(fields[i]);
            }
        }
    }
    return {};
}

}  // namespace kewp::corpus
