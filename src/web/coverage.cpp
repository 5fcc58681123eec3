#include "web/coverage.hpp"

#include "store/mapping_repository.hpp"

#include <boost/json.hpp>

namespace kewp::web {

boost::json::object by_resource_object(ByResource const& numbers)
{
    boost::json::object object;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        object[name_of(kResources[i])] = numbers[i];
    }
    return object;
}

Result<Coverage> Coverage::read(store::Session& session)
{
    Coverage coverage;
    for (std::size_t i = 0; i < std::size(kResources); ++i) {
        auto const counts = store::count_mappings_by_key_event(session, kResources[i]);
        if (!counts) {
            return fail(counts.error());
        }
        for (auto const& [ke, mappings] : *counts) {
            coverage.mappings_[ke][i] = mappings;
        }
    }
    return coverage;
}

ByResource Coverage::of(KeId ke) const
{
    auto const found = mappings_.find(ke);
    return found == mappings_.end() ? ByResource{} : found->second;
}

}  // namespace kewp::web
