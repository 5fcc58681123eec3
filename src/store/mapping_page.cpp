#include "store/mapping_page.hpp"

#include "store/mapping_rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace kewp::store {
namespace {

/// `few`: the filter selects by an index of its own. Then the order must not tempt SQLite to walk over everything in
/// this order until a page is full, and is made of an expression that no index has.
std::string order_by(MappingOrder order, bool few = false)
{
    auto const* const way = order.descending ? "DESC" : "ASC";
    constexpr auto kNewest = "created_at DESC, id ASC";
    if (few && order.key == MappingSort::created_at) {
        return order.descending ? "created_at || '' DESC, id ASC" : "created_at || '' ASC, id DESC";
    }
    switch (order.key) {
        case MappingSort::created_at: return order.descending ? kNewest : "created_at ASC, id DESC";
        case MappingSort::updated_at: return fmt::format("updated_at {}, {}", way, kNewest);
        case MappingSort::approved_at:
            // The engines do not agree where NULL goes unless they are told.
            return fmt::format("approved_at {} NULLS {}, {}", way, order.descending ? "LAST" : "FIRST", kNewest);
        // Ids of one resource have no leading zeros, or all the same length: shorter means smaller.
        case MappingSort::ke_id: return fmt::format("length(ke_id) {0}, ke_id {0}, {1}", way, kNewest);
        case MappingSort::target_id: return fmt::format("length(target_id) {0}, target_id {0}, {1}", way, kNewest);
        case MappingSort::confidence:
            return fmt::format("CASE confidence WHEN 'low' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END {}, {}", way,
                               kNewest);
    }
    return kNewest;
}

/// True when table `mapping_month` knows how many mappings the filter lets through in each month.
bool counted_by_month(MappingFilter const& filter)
{
    return filter.resource && !filter.ke_ids && !filter.target_ids && !filter.changed_after && !filter.proposed_by &&
           !filter.approved_from && !filter.approved_before && !filter.text && !filter.include_withdrawn;
}

/// Where a page begins.
struct Start {
    std::string condition = {};  ///< leaves out whole months before it
    std::uint64_t offset = 0;    ///< rows to skip after that
    std::uint64_t total = 0;     ///< rows that the filter lets through
};

Start start_by_month(Session& session, MappingFilter const& filter, MappingOrder order, std::uint64_t offset)
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
    Select months(
        session,
        fmt::format(
            "SELECT month, CAST(sum(number) AS BIGINT) FROM mapping_month WHERE {} GROUP BY month ORDER BY month {}",
            condition, order.descending ? "DESC" : "ASC"),
        "tn");
    Start start;
    bool found = order.key != MappingSort::created_at;  // another order leaves no month out
    start.offset = offset;
    while (months.next()) {
        auto const month = months.text();
        auto const number = static_cast<std::uint64_t>(months.number());
        start.total += number;
        if (!found && start.total > offset) {
            found = true;
            start.offset = offset - (start.total - number);
            start.condition = order.descending ? fmt::format(" AND created_at < '{}-32'", month)
                                               : fmt::format(" AND created_at >= '{}'", month);
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
        if (counted_by_month(filter)) {
            start = start_by_month(session, filter, order, window.offset);
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
        auto const sorted = order_by(order, filter.ke_ids || filter.target_ids || filter.changed_after);
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
        for_each_row(session,
                     fmt::format("SELECT {} FROM mapping WHERE {} ORDER BY {}", mapping_columns(), condition.sql,
                                 order_by(order)),
                     mapping_kinds(), std::move(condition.values),
                     [&](Select& rows) { return row(take_mapping(rows)); });
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
