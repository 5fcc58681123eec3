#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "store/records.hpp"
#include "web/services.hpp"

#include <boost/json/fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace kewp::web {

/// A mapping and everything that happened to it, oldest first.
struct MappingHistory {
    std::optional<store::MappingRecord> mapping;
    std::vector<store::AuditRecord> lines;
};

/// `mapping` is empty when there never was one with this uuid.
[[nodiscard]] Result<MappingHistory> read_history(store::Session& session, std::string_view uuid);

/// `[{at, actor, action, changes: {field: [before, after]}}]`
[[nodiscard]] boost::json::array history_json(std::vector<store::AuditRecord> const& lines);

/// 410 for a withdrawn mapping: a problem with `error`, when and why it was withdrawn, and its `history`.
[[nodiscard]] http::Response gone_response(http::Request const& request, store::MappingRecord const& mapping,
                                           std::vector<store::AuditRecord> const& lines, std::string_view label);

}  // namespace kewp::web
