#include "store/mapping_counts.hpp"
#include "web/coverage.hpp"
#include "web/revised_answers.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <span>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using store::Grouping;

struct Counted {
    std::vector<store::GroupCount> by_month;
    std::vector<store::GroupCount> by_confidence;
    std::vector<store::GroupCount> by_curator;
    Coverage coverage;
};

Result<Counted> read_counts(store::Session& session)
{
    Counted counted;
    for (auto const& [grouping, slot] : {std::pair{Grouping::month, &counted.by_month},
                                         {Grouping::confidence, &counted.by_confidence},
                                         {Grouping::curator, &counted.by_curator}}) {
        auto counts = store::count_mappings_by(session, grouping);
        if (!counts) {
            return fail(counts.error());
        }
        *slot = std::move(*counts);
    }
    auto coverage = Coverage::read(session);
    if (!coverage) {
        return fail(coverage.error());
    }
    counted.coverage = std::move(*coverage);
    return counted;
}

std::size_t index_of(Resource resource)
{
    return static_cast<std::size_t>(std::ranges::find(kResources, resource) - std::begin(kResources));
}

/// Groups with a number for each resource, ascending by group.
std::map<std::string, ByResource> table_of(std::vector<store::GroupCount> const& counts)
{
    std::map<std::string, ByResource> table;
    for (auto const& count : counts) {
        table[count.group][index_of(count.resource)] += count.mappings;
    }
    return table;
}

array rows_of(std::map<std::string, ByResource> const& table, char const* name)
{
    array rows;
    for (auto const& [group, numbers] : table) {
        rows.push_back(
            object{{name, group.empty() ? value(nullptr) : value(group)}, {"mappings", by_resource_object(numbers)}});
    }
    return rows;
}

/// Key Events, how many of them are mapped, and how often.
struct Share {
    std::uint64_t key_events = 0;
    std::uint64_t mapped_anywhere = 0;
    ByResource mapped = {};
    ByResource mappings = {};

    void add(ByResource const& numbers)
    {
        ++key_events;
        mapped_anywhere += std::ranges::any_of(numbers, [](auto number) { return number > 0; }) ? 1U : 0U;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            mapped[i] += numbers[i] > 0 ? 1U : 0U;
            mappings[i] += numbers[i];
        }
    }

    [[nodiscard]] object as_object() const
    {
        auto mapped_object = by_resource_object(mapped);
        mapped_object["any"] = mapped_anywhere;
        return object{{"key_events", key_events},
                      {"mapped_key_events", std::move(mapped_object)},
                      {"mappings", by_resource_object(mappings)}};
    }
};

array levels(corpus::Corpus const& corpus, Coverage const& coverage)
{
    std::map<std::string, Share> shares;
    for (auto const& ke : corpus.key_events()) {
        shares[ke.level].add(coverage.of(ke.id));
    }
    array rows;
    for (auto const& [level, share] : shares) {
        auto row = share.as_object();
        row["level"] = level.empty() ? value(nullptr) : value(level);
        rows.push_back(std::move(row));
    }
    return rows;
}

array aops(corpus::Corpus const& corpus, Coverage const& coverage)
{
    array rows;
    for (auto const& aop : corpus.aops()) {
        Share share;
        for (auto const ke : aop.key_events) {
            share.add(coverage.of(ke));
        }
        auto row = share.as_object();
        row["aop_id"] = aop.id.str();
        row["title"] = aop.title;
        row["oecd_status"] = aop.oecd_status;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<object> statistics(Services const& services)
{
    auto const counted = services.readers.read(read_counts);
    if (!counted) {
        return fail(counted.error());
    }
    Share all;
    for (auto const& ke : services.corpus.key_events()) {
        all.add(counted->coverage.of(ke.id));
    }
    return object{{"total", all.as_object()},
                  {"by_month", rows_of(table_of(counted->by_month), "month")},
                  {"by_confidence", rows_of(table_of(counted->by_confidence), "confidence")},
                  {"by_level", levels(services.corpus, counted->coverage)},
                  {"by_curator", rows_of(table_of(counted->by_curator), "curator")},
                  {"by_aop", aops(services.corpus, counted->coverage)}};
}

}  // namespace

void add_statistics_api(http::Router& router, Services const& services)
{
    get_until_revised(router, "/api/stats", services,
                      [&services](http::Request const&) { return statistics(services); });
}

}  // namespace kewp::web
