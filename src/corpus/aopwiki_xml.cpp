#include "base/text.hpp"
#include "corpus/aopwiki_model.hpp"
#include "corpus/xml_reader.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <unordered_map>

namespace kewp::corpus {
namespace {

/// The dump names things by ids of its own, and says at its end (or beginning) which AOP-Wiki ids they are.
/// So everything is collected first, and entered into the model once all is read.
struct XmlKeyEvent {
    std::string title;
    std::string description;
    std::string level;
    std::size_t line = 0;
};

struct XmlAop {
    std::string id;
    std::string title;
    std::string oecd_status;
    std::vector<std::pair<std::string, AopRole>> members;
    std::vector<std::string> relationships;
    std::size_t line = 0;
};

struct XmlRelationship {
    std::string upstream;
    std::string downstream;
    std::size_t line = 0;
};

using Numbers = std::unordered_map<std::string, std::uint32_t>;

struct Document {
    std::vector<std::pair<std::string, XmlKeyEvent>> key_events;
    std::vector<XmlAop> aops;
    std::unordered_map<std::string, XmlRelationship> relationships;
    Numbers key_event_numbers, aop_numbers, relationship_numbers;
    std::string last_modified;
};

void note_numbers(XmlElement const& element, Document& document)
{
    element.each_child([&](XmlElement reference) {
        auto* const numbers = reference.name() == "key-event-reference"                ? &document.key_event_numbers
                              : reference.name() == "aop-reference"                    ? &document.aop_numbers
                              : reference.name() == "key-event-relationship-reference" ? &document.relationship_numbers
                                                                                       : nullptr;
        auto const text = reference.attribute("aop-wiki-id");
        std::uint32_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (numbers != nullptr && error == std::errc{} && end == text.data() + text.size() && number > 0) {
            numbers->emplace(reference.attribute("id"), number);
        }
    });
}

XmlAop aop_in(XmlElement const& element)
{
    XmlAop aop{element.attribute("id"), element.child_text("title"), "", {}, {}, element.line()};
    element.each_child([&](XmlElement child) {
        if (child.name() == "status") {
            aop.oecd_status = child.child_text("oecd-status");
        } else if (child.name() == "key-events") {
            child.each_child("key-event", [&](XmlElement event) {
                aop.members.emplace_back(event.attribute("key-event-id"), AopRole::member);
            });
        } else if (child.name() == "molecular-initiating-event") {
            aop.members.emplace_back(child.attribute("key-event-id"), AopRole::initiating_event);
        } else if (child.name() == "adverse-outcome") {
            aop.members.emplace_back(child.attribute("key-event-id"), AopRole::adverse_outcome);
        } else if (child.name() == "key-event-relationships") {
            child.each_child("relationship", [&](XmlElement relationship) {
                aop.relationships.push_back(relationship.attribute("id"));
            });
        }
    });
    return aop;
}

void collect(XmlElement const& element, Document& document)
{
    auto const name = element.name();
    if (name == "key-event") {
        document.key_events.emplace_back(
            element.attribute("id"),
            XmlKeyEvent{element.child_text("title"), text::strip_html(element.child_text("description")),
                        element.child_text("biological-organization-level"), element.line()});
    } else if (name == "key-event-relationship") {
        XmlRelationship relationship{"", "", element.line()};
        element.each_child("title", [&](XmlElement title) {
            relationship.upstream = title.child_text("upstream-id");
            relationship.downstream = title.child_text("downstream-id");
        });
        document.relationships.emplace(element.attribute("id"), std::move(relationship));
    } else if (name == "aop") {
        document.aops.push_back(aop_in(element));
    } else if (name == "vendor-specific") {
        note_numbers(element, document);
    }
    // Date and time in ISO form sort as text.
    document.last_modified = std::max(document.last_modified, element.child_text("last-modification-timestamp"));
}

std::uint32_t number_of(Numbers const& numbers, std::string const& id)
{
    auto const found = numbers.find(id);
    return found == numbers.end() ? 0 : found->second;
}

void enter_key_events(Document const& document, RecordLog& log, AopWikiModel& model)
{
    for (auto const& [id, event] : document.key_events) {
        auto const number = number_of(document.key_event_numbers, id);
        if (number == 0 || text::trim(event.title).empty()) {
            log.bad("", event.line,
                    number == 0 ? fmt::format("key event '{}' has no AOP-Wiki id in <vendor-specific>", id)
                                : fmt::format("KE {} has no title", number));
            continue;
        }
        auto& facts = model.key_event(KeId{number});
        facts.title.offer(event.title, Trust::xml);
        facts.description.offer(event.description, Trust::xml);
        facts.level.offer(event.level, Trust::xml);
        log.good();
    }
}

void enter_aop(XmlAop const& aop, Document const& document, RecordLog& log, AopWikiModel& model)
{
    auto const number = number_of(document.aop_numbers, aop.id);
    if (number == 0 || text::trim(aop.title).empty()) {
        log.bad("", aop.line,
                number == 0 ? fmt::format("AOP '{}' has no AOP-Wiki id in <vendor-specific>", aop.id)
                            : fmt::format("AOP {} has no title", number));
        return;
    }
    AopId const id{number};
    auto& facts = model.aop(id);
    facts.title.offer(aop.title, Trust::xml);
    facts.oecd_status.offer(aop.oecd_status, Trust::xml);
    for (auto const& [event_id, role] : aop.members) {
        if (auto const event = number_of(document.key_event_numbers, event_id); event != 0) {
            model.add_member(id, KeId{event}, role);
        } else {
            log.bad("", aop.line,
                    fmt::format("{} names key event '{}', which the dump does not hold", id.str(), event_id));
        }
    }
    for (auto const& relationship_id : aop.relationships) {
        auto const found = document.relationships.find(relationship_id);
        auto const held = found != document.relationships.end();
        auto const upstream = held ? number_of(document.key_event_numbers, found->second.upstream) : 0;
        auto const downstream = held ? number_of(document.key_event_numbers, found->second.downstream) : 0;
        if (upstream == 0 || downstream == 0) {
            log.bad("", held ? found->second.line : aop.line,
                    fmt::format("{} names relationship '{}', whose ends are not known", id.str(), relationship_id));
            continue;
        }
        model.add_relationship(id, number_of(document.relationship_numbers, relationship_id), KeId{upstream},
                               KeId{downstream});
    }
    log.good();
}

}  // namespace

Result<void> read_aopwiki_xml(ImportContext& context, Input const& input, AopWikiModel& model, ReleaseInfo& release)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    Document document;
    if (auto read = read_xml(reader->source(), [&](XmlElement const& element) { collect(element, document); }); !read) {
        return fail_in(input.given(), read.error());
    }
    context.log.begin_input(input.given());
    enter_key_events(document, context.log, model);
    for (auto const& aop : document.aops) {
        enter_aop(aop, document, context.log, model);
    }
    context.log.good(document.relationships.size());
    model.states_descriptions = true;
    model.states_roles = true;
    model.states_oecd_status = true;
    auto const named = date_in_name(input.name());
    release.offer(named.empty() ? document.last_modified.substr(0, 10) : named,
                  named.empty() ? "xml:max(last-modification-timestamp)" : "file-name");
    context.progress.finish(fmt::format("{} key events, {} AOPs, {} relationships", document.key_events.size(),
                                        document.aops.size(), document.relationships.size()));
    return context.log.end_input();
}

}  // namespace kewp::corpus
