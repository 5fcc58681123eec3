#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/session.hpp"

#include <array>
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <iterator>
#include <unordered_map>

namespace kewp::web {

/// A number for each resource, in the order of `kResources`.
using ByResource = std::array<std::uint64_t, std::size(kResources)>;

/// `{"wikipathways": 2, "go": 0, "reactome": 1}`
[[nodiscard]] boost::json::object by_resource_object(ByResource const& numbers);

/// How many mappings in force each Key Event has; one that has none is absent.
class Coverage {
public:
    [[nodiscard]] static Result<Coverage> read(store::Session& session);

    [[nodiscard]] ByResource of(KeId ke) const;

private:
    std::unordered_map<KeId, ByResource> mappings_;
};

}  // namespace kewp::web
