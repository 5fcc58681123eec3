#include "base/time.hpp"
#include "corpus/aopwiki_model.hpp"
#include "corpus/json_records.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

// The words that AOP-Wiki uses, for readers of the file; a status is stored as it comes.
constexpr std::string_view kOecdVocabulary[] = {"Under Development: Contributions and Comments Welcome",
                                                "Under Development",
                                                "Open for Adoption",
                                                "Under Review / Internal Review",
                                                "EAGMST Under Review",
                                                "EAGMST Approved",
                                                "WPHA/WNT Endorsed",
                                                "Unknown"};

char const* type_of(AopRole role)
{
    switch (role) {
        case AopRole::initiating_event: return "MIE";
        case AopRole::adverse_outcome: return "AO";
        case AopRole::member: break;
    }
    return "KE";
}

std::string title_of(AopId id, AopFacts const& facts)
{
    return facts.title.text.empty() ? id.str() : facts.title.text;
}

std::string title_of(KeId id, AopWikiModel const& model)
{
    auto const found = model.key_events().find(id);
    return found == model.key_events().end() ? std::string{} : found->second.title.text;
}

/// AOPs in the order of their labels as text: `AOP 1`, `AOP 10`, `AOP 100`, `AOP 11`.
std::vector<std::pair<std::string, AopId>> aops_by_label(AopWikiModel const& model)
{
    std::vector<std::pair<std::string, AopId>> ids;
    for (auto const& entry : model.aops()) {
        ids.emplace_back(entry.first.str(), entry.first);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

struct Text {
    std::string bytes;
    std::size_t rows = 0;
};

Text key_events_json(AopWikiModel const& model, std::size_t& untitled)
{
    Text out{"[", 0};
    for (auto const& [id, facts] : model.key_events()) {
        if (facts.title.text.empty()) {
            ++untitled;
            continue;
        }
        out.bytes += out.rows++ == 0 ? "\n{\"KElabel\": " : ",\n{\"KElabel\": ";
        append_json(out.bytes, id.str());
        out.bytes += ", \"KEtitle\": ";
        append_json(out.bytes, facts.title.text);
        out.bytes += ", \"KEdescription\": ";
        append_json(out.bytes, facts.description.text);
        out.bytes += ", \"biolevel\": ";
        append_json(out.bytes, facts.level.text);
        out.bytes += ", \"KEpage\": ";
        append_json(out.bytes, facts.page.text.empty()
                                   ? fmt::format("https://identifiers.org/aop.events/{}", id.number())
                                   : facts.page.text);
        out.bytes += '}';
    }
    out.bytes += "\n]\n";
    return out;
}

/// Key Events in the order in which they occur when the AOPs are gone through by label.
Text membership_json(AopWikiModel const& model)
{
    std::vector<KeId> order;
    std::map<KeId, std::vector<AopId>> aops_of;
    for (auto const& labelled : aops_by_label(model)) {
        std::vector<std::pair<std::string, KeId>> members;
        for (auto const& member : model.aops().at(labelled.second).members) {
            members.emplace_back(member.first.str(), member.first);
        }
        std::sort(members.begin(), members.end());
        for (auto const& member : members) {
            auto& aops = aops_of[member.second];
            if (aops.empty()) {
                order.push_back(member.second);
            }
            aops.push_back(labelled.second);
        }
    }
    Text out{"{", 0};
    for (auto const ke : order) {
        out.bytes += out.rows++ == 0 ? "\n" : ",\n";
        append_json(out.bytes, ke.str());
        out.bytes += ": [";
        bool first = true;
        for (auto const aop : aops_of[ke]) {
            out.bytes += first ? "{\"aop_id\": " : ", {\"aop_id\": ";
            first = false;
            append_json(out.bytes, aop.str());
            out.bytes += ", \"aop_title\": ";
            append_json(out.bytes, title_of(aop, model.aops().at(aop)));
            out.bytes += '}';
        }
        out.bytes += ']';
    }
    out.bytes += "\n}\n";
    return out;
}

/// Adds one AOP; returns how many Key Events take part in a relationship.
std::size_t append_adjacency(std::string& out, AopId id, AopFacts const& facts, AopWikiModel const& model)
{
    std::map<std::string, KeId> events;  // by label as text: `KE 10` before `KE 2`
    for (auto const& [upstream, downstream] : facts.relationships) {
        events.emplace(upstream.str(), upstream);
        events.emplace(downstream.str(), downstream);
    }
    append_json(out, id.str());
    out += ": {\"title\": ";
    append_json(out, title_of(id, facts));
    out += ", \"kes\": [";
    bool first = true;
    for (auto const& [label, ke] : events) {
        out += first ? "{\"id\": " : ", {\"id\": ";
        first = false;
        append_json(out, label);
        out += ", \"title\": ";
        append_json(out, title_of(ke, model));
        auto const member = facts.members.find(ke);
        out += fmt::format(R"(, "type": "{}"}})",
                           type_of(member == facts.members.end() ? AopRole::member : member->second));
    }
    out += "], \"kers\": [";
    first = true;
    for (auto const& [upstream, downstream] : facts.relationships) {
        out += first ? "" : ", ";
        first = false;
        out += fmt::format(R"({{"upstream": "{}", "downstream": "{}"}})", upstream.str(), downstream.str());
    }
    out += "]}";
    return events.size();
}

Text adjacency_json(AopWikiModel const& model)
{
    Text out{"{\n", 0};
    std::size_t relationships = 0;
    std::size_t events = 0;
    for (auto const& entry : aops_by_label(model)) {
        auto const& facts = model.aops().at(entry.second);
        if (facts.relationships.empty()) {
            continue;
        }
        events += append_adjacency(out.bytes, entry.second, facts, model);
        relationships += facts.relationships.size();
        out.bytes += ",\n";
        ++out.rows;
    }
    out.bytes +=
        fmt::format(R"("_metadata": {{"generated_at": "{}", "aop_count": {}, "total_kers": {}, "total_kes": {}}})",
                    format_utc(now()), out.rows, relationships, events);
    out.bytes += "\n}\n";
    return out;
}

Text oecd_json(AopWikiModel const& model)
{
    Text out{
        fmt::format(R"({{"_meta": {{"generated_at": "{}", "source": "AOP-Wiki", "vocabulary": )", format_utc(now())),
        0};
    append_json_array(out.bytes, kOecdVocabulary);
    out.bytes += "},\n\"aops\": {";
    for (auto const& [label, id] : aops_by_label(model)) {
        auto const& facts = model.aops().at(id);
        out.bytes += out.rows++ == 0 ? "\n" : ",\n";
        append_json(out.bytes, label);
        out.bytes += ": {\"status\": ";
        append_json(out.bytes, facts.oecd_status.text.empty() ? "Unknown" : facts.oecd_status.text);
        out.bytes += ", \"title\": ";
        append_json(out.bytes, title_of(id, facts));
        out.bytes += '}';
    }
    out.bytes += "\n}}\n";
    return out;
}

/// Calls `visit(key, value)` for the members of an object.
template <class Visit>
void each_member(json::value const* value, Visit&& visit)
{
    if (value != nullptr && value->is_object()) {
        for (auto const& member : value->get_object()) {
            visit(std::string_view{member.key().data(), member.key().size()}, member.value());
        }
    }
}

json::value const* member_of(json::value const& value, std::string_view key)
{
    auto const* const object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(key);
}

}  // namespace

void take_over_previous(ImportContext& context, AopWikiModel& model)
{
    std::size_t texts = 0;
    std::size_t roles = 0;
    std::size_t statuses = 0;
    if (auto const file = model.states_descriptions ? std::nullopt : previous_file(context, "ke_metadata.json");
        file && file->is_array()) {
        for (auto const& entry : file->get_array()) {
            auto const ke = KeId::parse(string_member(entry, "KElabel"));
            if (ke && model.key_events().contains(*ke)) {
                auto& facts = model.key_event(*ke);
                facts.description.offer(string_member(entry, "KEdescription"), Trust::turtle);
                facts.level.offer(string_member(entry, "biolevel"), Trust::turtle);
                ++texts;
            }
        }
    }
    if (auto const file = model.states_roles ? std::nullopt : previous_file(context, "ker_adjacency.json"); file) {
        each_member(&*file, [&](std::string_view key, json::value const& aop) {
            auto const id = AopId::parse(key);
            auto const* const events = member_of(aop, "kes");
            if (!id || !model.aops().contains(*id) || events == nullptr || !events->is_array()) {
                return;
            }
            for (auto const& event : events->get_array()) {
                auto const ke = KeId::parse(string_member(event, "id"));
                auto const type = string_member(event, "type");
                if (ke && model.aops().at(*id).members.contains(*ke) && type != "KE") {
                    model.add_member(*id, *ke, type == "MIE" ? AopRole::initiating_event : AopRole::adverse_outcome);
                    ++roles;
                }
            }
        });
    }
    if (auto const file = model.states_oecd_status ? std::nullopt : previous_file(context, "aop_oecd_status.json");
        file) {
        each_member(member_of(*file, "aops"), [&](std::string_view key, json::value const& aop) {
            auto const status = string_member(aop, "status");
            auto const id = AopId::parse(key);
            if (id && model.aops().contains(*id) && status != "Unknown") {
                model.aop(*id).oecd_status.offer(status, Trust::turtle);
                ++statuses;
            }
        });
    }
    auto const warn = [&](bool stated, char const* what, std::size_t kept) {
        if (!stated) {
            context.log.warn(fmt::format("no input states {}; {} kept from the files that are replaced", what, kept));
        }
    };
    warn(model.states_descriptions, "descriptions and levels of Key Events", texts);
    warn(model.states_roles, "which Key Events are MIE or AO", roles);
    warn(model.states_oecd_status, "the OECD status of AOPs", statuses);
}

Result<void> write_aopwiki_files(ImportContext& context, AopWikiModel const& model)
{
    std::size_t untitled = 0;
    auto const key_events = key_events_json(model, untitled);
    if (untitled > 0) {
        context.log.warn(
            fmt::format("{} Key Events are members of AOPs, but no input has their title; they are left "
                        "out of ke_metadata.json",
                        untitled));
    }
    std::pair<char const*, Text> const files[] = {{"ke_metadata.json", key_events},
                                                  {"ke_aop_membership.json", membership_json(model)},
                                                  {"ker_adjacency.json", adjacency_json(model)},
                                                  {"aop_oecd_status.json", oecd_json(model)}};
    for (auto const& [name, text] : files) {
        if (auto written = context.stage.write(name, text.bytes, text.rows); !written) {
            return written;
        }
    }
    return {};
}

}  // namespace kewp::corpus
