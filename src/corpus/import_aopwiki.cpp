#include "corpus/aopwiki_model.hpp"
#include "corpus/import_context.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

Result<void> read_one(ImportContext& context, Input const& input, AopWikiModel& model, ReleaseInfo& release)
{
    if (input.looks_like_xml()) {
        return read_aopwiki_xml(context, input, model, release);
    }
    if (input.looks_like_turtle()) {
        return read_aopwiki_turtle(context, input, model, release);
    }
    // The first thing in ke_metadata.json is a record with KElabel, in ke_aop_membership.json a Key Event's label.
    auto const is_metadata = input.looks_like_json() && input.head().find("\"KEtitle\"") != std::string_view::npos;
    auto const is_membership = input.looks_like_json() && input.head().find("\"aop_id\"") != std::string_view::npos;
    auto const is_table = is_aopwiki_table(input);
    if (!is_metadata && !is_membership && !is_table) {
        return not_recognised(input.given(), "aopwiki");
    }
    release.offer(date_in_name(input.name()), "file-name");
    if (is_metadata) {
        return read_ke_metadata(context, input, model);
    }
    return is_membership ? read_aop_membership(context, input, model) : read_aopwiki_table(context, input, model);
}

}  // namespace

Result<ReleaseInfo> import_aopwiki(ImportContext& context)
{
    AopWikiModel model;
    ReleaseInfo release;
    for (auto const& input : context.inputs) {
        if (auto read = read_one(context, input, model, release); !read) {
            return fail(read.error());
        }
    }
    // Members that only some other file knows by title are Key Events all the same.
    for (auto const& entry : model.aops()) {
        for (auto const& member : entry.second.members) {
            model.key_event(member.first);
        }
    }
    if (model.key_events().empty()) {
        return fail(ErrorCode::corrupt, "the inputs hold no Key Event");
    }
    if (auto const homeless = model.place_loose_relationships(); homeless > 0) {
        context.log.warn(fmt::format("{} relationships belong to no AOP that has both of their Key Events", homeless));
    }
    take_over_previous(context, model);
    if (auto written = write_aopwiki_files(context, model); !written) {
        return fail(written.error());
    }
    return release;
}

}  // namespace kewp::corpus
