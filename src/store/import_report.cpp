#include "store/reference_import.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::store {
namespace {

/// Single rows shown to an operator; all of them are in the JSON form, which the database keeps.
constexpr std::size_t kShownDoubts = 20;

boost::json::object counts_object(std::map<std::string, std::uint64_t> const& counts)
{
    boost::json::object object;
    for (auto const& [what, rows] : counts) {
        object[what] = rows;
    }
    return object;
}

boost::json::array names_array(std::vector<std::string> const& names)
{
    boost::json::array array;
    for (auto const& name : names) {
        array.emplace_back(name);
    }
    return array;
}

void append_counts(std::string& text, char const* title, std::map<std::string, std::uint64_t> const& counts)
{
    if (counts.empty()) {
        return;
    }
    text += fmt::format("\n{}:\n", title);
    for (auto const& [what, rows] : counts) {
        text += fmt::format("  {:>6}  {}\n", rows, what);
    }
}

}  // namespace

std::string ImportReport::text() const
{
    auto text = fmt::format("{:<28}{:>8}{:>10}{:>10}{:>10}\n", "table", "read", "imported", "repaired", "left out");
    for (auto const& table : tables) {
        text += fmt::format("{:<28}{:>8}{:>10}{:>10}{:>10}\n", table.name, table.read, table.imported, table.repaired,
                            table.left_out);
    }
    append_counts(text, "Repaired, by rule", repairs);
    append_counts(text, "Left out, by reason", left_out);
    if (!doubtful.empty()) {
        text += "\nTo look at:\n";
        for (std::size_t i = 0; i < doubtful.size() && i < kShownDoubts; ++i) {
            text += fmt::format("  {}\n", doubtful[i]);
        }
        if (doubtful.size() > kShownDoubts) {
            text += fmt::format("  … and {} more (audit entry 'import')\n", doubtful.size() - kShownDoubts);
        }
    }
    if (!ignored_tables.empty()) {
        text += fmt::format("\nNot curators' data, left behind: {}\n", fmt::join(ignored_tables, ", "));
    }
    return text;
}

std::string ImportReport::json() const
{
    boost::json::array table_array;
    for (auto const& table : tables) {
        table_array.push_back({{"table", table.name},
                               {"read", table.read},
                               {"imported", table.imported},
                               {"repaired", table.repaired},
                               {"left_out", table.left_out}});
    }
    boost::json::object const report{{"tables", std::move(table_array)},
                                     {"repairs", counts_object(repairs)},
                                     {"left_out", counts_object(left_out)},
                                     {"doubtful", names_array(doubtful)},
                                     {"ignored_tables", names_array(ignored_tables)}};
    return boost::json::serialize(report);
}

}  // namespace kewp::store
