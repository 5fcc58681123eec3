#include "store/mapping_page.hpp"

#include "store/mapping_rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace kewp::store {
namespace {

std::string order_by(MappingOrder order)
{
    auto const* const way = order.descending ? "DESC" : "ASC";
    constexpr auto kNewest = "created_at DESC, id ASC";
    switch (order.key) {
        case MappingSort::created_at: return order.descending ? kNewest : "created_at ASC, id DESC";
        case MappingSort::updated_at: return fmt::format("updated_at {}, {}", way, kNewest);
        case MappingSort::approved_at: return fmt::format("coalesce(approved_at, '') {}, {}", way, kNewest);
        // Ids of one resource have no leading zeros, or all the same length: shorter means smaller.
        case MappingSort::ke_id: return fmt::format("length(ke_id) {0}, ke_id {0}, {1}", way, kNewest);
        case MappingSort::target_id: return fmt::format("length(target_id) {0}, target_id {0}, {1}", way, kNewest);
        case MappingSort::confidence:
            return fmt::format("CASE confidence WHEN 'low' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END {}, {}", way,
                               kNewest);
    }
    return kNewest;
}

/// True when table `mapping_day` knows how many mappings the filter lets through on each day.
bool counted_by_day(MappingFilter const& filter)
{
    return filter.resource && !filter.ke_ids && !filter.target_ids && !filter.changed_after && !filter.proposed_by &&
           !filter.approved_from && !filter.approved_before && !filter.text && !filter.include_withdrawn;
}

/// Where a page begins.
struct Start {
    std::string condition = {};  ///< leaves out whole days before it
    std::uint64_t offset = 0;    ///< rows to skip after that
    std::uint64_t total = 0;     ///< rows that the filter lets through
};

Start start_by_day(Session& session, MappingFilter const& filter, MappingOrder order, std::uint64_t offset)
{
    auto condition = fmt::format("resource = '{}'", name_of(*filter.resource));
    if (filter.confidence) {
        condition += fmt::format(" AND confidence = '{}'", name_of(*filter.confidence));
    }
    if (filter.minimum_confidence == Confidence::high) {
        condition += " AND confidence = 'high'";
    } else if (filter.minimum_confidence == Confidence::medium) {
        condition += " AND confidence IN ('medium', 'high')";
    }
    if (filter.direction) {
        condition += fmt::format(" AND direction = '{}'", name_of(*filter.direction));
    }
    Select days(session,
                fmt::format("SELECT day, sum(number) FROM mapping_day WHERE {} GROUP BY day ORDER BY day {}", condition,
                            order.descending ? "DESC" : "ASC"),
                "tn");
    Start start;
    bool found = order.key != MappingSort::created_at;  // another order: nothing can be left out
    start.offset = offset;
    while (days.next()) {
        auto const day = days.text();
        auto const number = static_cast<std::uint64_t>(days.number());
        start.total += number;
        if (!found && start.total > offset) {
            found = true;
            start.offset = offset - (start.total - number);
            start.condition = order.descending ? fmt::format(" AND created_at < '{}T24:00:00Z'", day)
                                               : fmt::format(" AND created_at >= '{}'", day);
        }
    }
    return start;
}

}  // namespace

Result<MappingPage> read_mapping_page(Session& session, MappingFilter const& filter, MappingOrder order, Window window)
{
    return attempt([&]() -> Result<MappingPage> {
        MappingPage page;
        Start start{.offset = window.offset};
        if (counted_by_day(filter)) {
            start = start_by_day(session, filter, order, window.offset);
        } else {
            auto const total = count_mappings(session, filter);
            if (!total) {
                return fail(total.error());
            }
            start.total = *total;
        }
        page.total = start.total;
        if (window.offset >= page.total) {
            return page;
        }
        auto condition = where(filter);
        auto const sorted = order_by(order);
        // The inner query needs an index only; whole rows are read for those of the page.
        Select rows(session,
                    fmt::format("SELECT {0} FROM mapping WHERE id IN (SELECT id FROM mapping WHERE {1}{2} ORDER BY {3} "
                                "LIMIT {4} OFFSET {5}) ORDER BY {3}",
                                mapping_columns(), condition.sql, start.condition, sorted, window.limit, start.offset),
                    mapping_kinds(), std::move(condition.values));
        while (rows.next()) {
            page.mappings.push_back(take_mapping(rows));
        }
        return page;
    });
}

Result<void> for_each_mapping(Session& session, MappingFilter const& filter, MappingOrder order,
                              std::function<bool(MappingRecord const&)> const& row)
{
    return attempt([&]() -> Result<void> {
        auto condition = where(filter);
        Select rows(session,
                    fmt::format("SELECT {} FROM mapping WHERE {} ORDER BY {}", mapping_columns(), condition.sql,
                                order_by(order)),
                    mapping_kinds(), std::move(condition.values));
        while (rows.next() && row(take_mapping(rows))) {
        }
        return {};
    });
}

Result<std::vector<KeId>> mapped_key_events(Session& session, Resource resource)
{
    return attempt([&]() -> Result<std::vector<KeId>> {
        std::vector<KeId> ids;
        // From one Key Event to the next in the index of pairs, past all mappings of the same one.
        Select rows(session,
                    fmt::format("WITH RECURSIVE present (ke_id) AS ("
                                "SELECT min(ke_id) FROM mapping WHERE resource = '{0}' AND withdrawn_at IS NULL "
                                "UNION ALL SELECT (SELECT min(ke_id) FROM mapping WHERE resource = '{0}' "
                                "AND withdrawn_at IS NULL AND ke_id > present.ke_id) FROM present "
                                "WHERE present.ke_id IS NOT NULL) "
                                "SELECT ke_id FROM present WHERE ke_id IS NOT NULL",
                                name_of(resource)),
                    "t");
        while (rows.next()) {
            ids.push_back(expect(KeId::parse(rows.text())));
        }
        std::ranges::sort(ids);
        return ids;
    });
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> mapping_proposers(Session& session, Resource resource)
{
    return attempt([&]() -> Result<std::vector<std::pair<std::string, std::uint64_t>>> {
        std::vector<std::pair<std::string, std::uint64_t>> proposers;
        Select rows(
            session,
            fmt::format("SELECT proposed_by, count(*) FROM mapping WHERE resource = '{}' AND withdrawn_at IS NULL "
                        "AND proposed_by IS NOT NULL GROUP BY proposed_by ORDER BY proposed_by",
                        name_of(resource)),
            "tn");
        while (rows.next()) {
            auto proposer = rows.text();
            proposers.emplace_back(std::move(proposer), static_cast<std::uint64_t>(rows.number()));
        }
        return proposers;
    });
}

}  // namespace kewp::store
