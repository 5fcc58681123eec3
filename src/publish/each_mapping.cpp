#include "publish/each_mapping.hpp"

#include "base/text.hpp"

namespace kewp::publish {
namespace {

/// Rows of old imported databases may hold anything; a file with ill-formed UTF-8 would be lost to its readers.
store::MappingRecord with_good_texts(store::MappingRecord record)
{
    auto const repair = [](std::string& text) {
        if (!text::is_utf8(text)) {
            text = text::to_utf8(text::to_utf32(text));
        }
    };
    auto const repair_optional = [&](std::optional<std::string>& text) {
        if (text) {
            repair(*text);
        }
    };
    repair(record.uuid);
    repair(record.claim.ke_title);
    repair(record.claim.target_title);
    for (auto* const text :
         {&record.claim.go_namespace, &record.claim.species, &record.claim.connection_type,
          &record.claim.assessment.relationship, &record.claim.assessment.basis, &record.claim.assessment.specificity,
          &record.claim.assessment.coverage, &record.created_by, &record.proposed_by, &record.approved_by,
          &record.sources.aopwiki, &record.sources.target_version, &record.sources.target_date}) {
        repair_optional(*text);
    }
    return record;
}

store::MappingFilter filter_of(Selection const& selection, Resource resource)
{
    return {
        .resource = resource, .confidence = selection.confidence, .minimum_confidence = selection.minimum_confidence};
}

Result<void> each_in(store::Session& session, store::MappingFilter const& filter, EachMapping const& each)
{
    Result<void> state;
    auto const read = store::for_each_mapping(session, filter, [&](store::MappingRecord const& record) {
        state = each(with_good_texts(record));
        return state.has_value();
    });
    return read ? state : read;
}

}  // namespace

std::span<Resource const> resources_of(Selection const& selection)
{
    auto const all = std::span{kResources};
    return selection.resource ? all.subspan(static_cast<std::size_t>(*selection.resource), 1) : all;
}

Result<void> each_mapping(store::Session& session, Selection const& selection, EachMapping const& each)
{
    // One resource after the other is also what an index orders: nothing is sorted.
    for (auto const resource : resources_of(selection)) {
        if (auto done = each_in(session, filter_of(selection, resource), each); !done) {
            return done;
        }
    }
    return {};
}

Result<std::uint64_t> count_selected(store::Session& session, Selection const& selection)
{
    std::uint64_t total = 0;
    for (auto const resource : resources_of(selection)) {
        auto const count = store::count_mappings(session, filter_of(selection, resource));
        if (!count) {
            return fail(count.error());
        }
        total += *count;
    }
    return total;
}

Result<std::optional<Instant>> time_of_data(store::Session& session, Selection const& selection)
{
    return store::last_mapping_change(session, selection.resource);
}

}  // namespace kewp::publish
