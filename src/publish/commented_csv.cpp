#include "publish/commented_csv.hpp"

#include "base/time.hpp"
#include "publish/csv.hpp"
#include "publish/labels.hpp"
#include "publish/pieces.hpp"

#include <fmt/format.h>
#include <map>
#include <set>

namespace kewp::publish {
namespace {

constexpr Selection kWikiPathways{.resource = Resource::wikipathways};

struct DescribedColumn {
    std::string_view name;
    std::string_view meaning;
};

constexpr DescribedColumn kColumns[] = {
    {"id", "row number in the database"},
    {"ke_id", "Key Event of AOP-Wiki"},
    {"ke_title", "its title when it was mapped"},
    {"wp_id", "WikiPathways identifier"},
    {"wp_title", "title of the pathway when it was mapped"},
    {"connection_type", "how Key Event and pathway are connected"},
    {"confidence_level", "low, medium or high"},
    {"created_by", "who made the mapping, provider:name"},
    {"created_at", "when, UTC"},
    {"updated_at", "when it was last changed, UTC"},
    {"updated_by", "who changed it last, provider:name"},
};

std::string creator_of(store::MappingRecord const& mapping)
{
    return mapping.created_by.value_or(mapping.proposed_by.value_or(""));
}

/// What stands above the rows, so they are gone through twice.
class Counts {
public:
    void add(store::MappingRecord const& mapping)
    {
        ++total_;
        events_.insert(mapping.pair.ke_id);
        targets_.insert(mapping.pair.target_id);
        people_.insert(creator_of(mapping));
        ++confidence_[store::name_of(mapping.confidence)];
        ++connection_[mapping.claim.connection_type.value_or("undefined")];
    }

    [[nodiscard]] std::uint64_t total() const { return total_; }

    [[nodiscard]] std::string comment() const
    {
        return fmt::format(
                   "# Total mappings: {}\r\n# Unique Key Events: {}\r\n# Unique WikiPathways: {}\r\n"
                   "# Contributors: {}\r\n#\r\n",
                   total_, events_.size(), targets_.size(), people_.size()) +
               distribution("Confidence", confidence_) + "#\r\n" + distribution("Connection type", connection_) +
               "#\r\n";
    }

private:
    using Distribution = std::map<std::string, std::uint64_t>;

    [[nodiscard]] std::string distribution(std::string_view title, Distribution const& counts) const
    {
        auto text = fmt::format("# {} distribution:\r\n", title);
        for (auto const& [value, count] : counts) {
            constexpr double kPercent = 100;
            text += fmt::format("#   {}: {} ({:.1f}%)\r\n", one_line(value), count,
                                kPercent * static_cast<double>(count) / static_cast<double>(total_));
        }
        return text;
    }

    std::uint64_t total_ = 0;
    std::set<KeId> events_;
    std::set<TargetId> targets_;
    std::set<std::string> people_;
    Distribution confidence_, connection_;
};

std::vector<std::string> row_of(store::MappingRecord const& mapping)
{
    auto const creator = creator_of(mapping);
    return {std::to_string(mapping.id),
            mapping.pair.ke_id.str(),
            mapping.claim.ke_title,
            mapping.pair.target_id.str(),
            mapping.claim.target_title,
            mapping.claim.connection_type.value_or("undefined"),
            store::name_of(mapping.confidence),
            creator,
            format_utc(mapping.created_at),
            format_utc(mapping.updated_at),
            mapping.updated_by.value_or(creator)};
}

}  // namespace

Result<void> write_commented_csv(store::Session& session, DataSetFacts const& facts, Sink const& sink)
{
    Counts counts;
    auto const counted = each_mapping(session, kWikiPathways, [&](store::MappingRecord const& mapping) -> Result<void> {
        counts.add(mapping);
        return {};
    });
    auto const time = time_of_data(session, kWikiPathways);
    if (!counted || !time) {
        return fail(counted ? time.error() : counted.error());
    }
    if (counts.total() == 0 || !*time) {
        return fail(ErrorCode::not_found, "No KE-WP mappings available");
    }
    Pieces pieces{sink};
    pieces.append(fmt::format("# KE-WikiPathways mappings\r\n# Generated: {}\r\n", format_utc(**time)));
    pieces.append(counts.comment());
    pieces.append(fmt::format("# {}\r\n# Licence: {}\r\n#\r\n# Column descriptions:\r\n", one_line(facts.description),
                              facts.licence));
    std::vector<std::string> names;
    for (auto const& column : kColumns) {
        names.emplace_back(column.name);
        pieces.append(fmt::format("# - {}: {}\r\n", column.name, column.meaning));
    }
    append_csv_record(pieces.buffer(), names);
    auto const written = each_mapping(session, kWikiPathways, [&](store::MappingRecord const& mapping) {
        append_csv_record(pieces.buffer(), row_of(mapping));
        return pieces.flush();
    });
    return written ? pieces.finish() : fail(written.error());
}

}  // namespace kewp::publish
