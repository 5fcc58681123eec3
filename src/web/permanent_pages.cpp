#include "base/json_text.hpp"
#include "base/text.hpp"
#include "http/accept.hpp"
#include "publish/json_ld.hpp"
#include "publish/mapping_object.hpp"
#include "publish/turtle.hpp"
#include "store/mapping_page.hpp"
#include "web/api_parts.hpp"
#include "web/application.hpp"
#include "web/mapping_history.hpp"
#include "web/routes.hpp"

#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

// Addresses to cite: the same one is a page for people and data for programs, by Accept or `?format=`.
namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using store::MappingRecord;

enum class Form : std::uint8_t { html, json, json_ld, turtle };

struct FormName {
    Form form;
    std::string_view name;  ///< of `?format=`
    std::string_view type;
};

constexpr auto kForms = std::to_array<FormName>({
    {Form::html, "html", "text/html"},
    {Form::json, "json", "application/json"},
    {Form::json_ld, "jsonld", "application/ld+json"},
    {Form::turtle, "turtle", "text/turtle"},
});

FormName const& form_of(http::Request const& request)
{
    auto const wanted = text::ascii_lower(request.query("format").value_or(""));
    std::array<std::string_view, kForms.size()> types;
    for (std::size_t i = 0; i < kForms.size(); ++i) {
        if (kForms[i].name == wanted) {
            return kForms[i];
        }
        types[i] = kForms[i].type;
    }
    return kForms[http::negotiate(request.header_list("Accept"), types).value_or(0)];
}

/// An address that no thing can have: for programs a mistake in the request, for a person a page that does not exist.
http::Response no_such_thing(Error error, http::Request const& request)
{
    if (form_of(request).form == Form::html) {
        error.code = ErrorCode::not_found;
    }
    return http::error_response(error, request);
}

/// Mappings and what they are about, in one of the forms for programs. `data` is the JSON form.
Result<KeptAnswers::Made> in_form(FormName const& form, object data, std::vector<MappingRecord> const& mappings,
                                  Services const& services)
{
    auto const& iri = services.settings.mapping_iri;
    KeptAnswers::Made made{{}, std::string{form.type}};
    switch (form.form) {
        case Form::html:
        case Form::json: made.bytes = to_json_text(object{{"data", std::move(data)}}) + "\n"; break;
        case Form::json_ld: {
            array graph;
            for (auto const& mapping : mappings) {
                graph.emplace_back(publish::json_ld_node(mapping, services.corpus, iri));
            }
            made.bytes =
                to_json_text(object{{"@context", publish::json_ld_context()}, {"@graph", std::move(graph)}}) + "\n";
            break;
        }
        case Form::turtle:
            made.content_type += "; charset=utf-8";
            for (auto const& mapping : mappings) {
                auto const document = publish::turtle_of(mapping, services.corpus, iri);
                if (!document) {
                    return fail(document.error());
                }
                made.bytes += *document;
            }
            break;
    }
    return made;
}

Result<std::vector<MappingRecord>> read_mappings(store::Session& session, store::MappingFilter const& filter)
{
    std::vector<MappingRecord> mappings;
    auto const read = store::for_each_mapping(session, filter, {}, [&](MappingRecord const& mapping) {
        mappings.push_back(mapping);
        return true;
    });
    if (!read) {
        return fail(read.error());
    }
    return mappings;
}

/// `{"wikipathways": [mapping, …], "go": […], "reactome": […]}`
object by_resource(std::vector<MappingRecord> const& mappings, corpus::Corpus const& corpus)
{
    object out;
    for (auto const resource : kResources) {
        array list;
        for (auto const& mapping : mappings) {
            if (mapping.resource() == resource) {
                list.emplace_back(publish::mapping_object(mapping, corpus));
            }
        }
        out[name_of(resource)] = std::move(list);
    }
    return out;
}

/// One group of addresses: `/mappings/{uuid}`, `/ke/{id}`, `/pathways/{id}`.
class PermanentPages {
public:
    PermanentPages(ApiParts const& parts, Services const& services) : kept_(parts.kept), services_(services) {}

    [[nodiscard]] http::Response mapping(http::Request const& request) const
    {
        auto const uuid = request.path_text("uuid");
        auto const found = services_.readers.read([&](store::Session& session) { return read_history(session, uuid); });
        if (!found) {
            return http::error_response(found.error(), request);
        }
        if (!found->mapping) {
            return http::error_response({ErrorCode::not_found, fmt::format("There is no mapping {}", uuid)}, request);
        }
        auto const& form = form_of(request);
        if (found->mapping->withdrawn_at) {
            return gone(request, form, *found);
        }
        if (form.form == Form::html) {
            return application_page(request, services_);
        }
        return kept_->answer(request, form.name, [&](store::Session& session) -> Result<KeptAnswers::Made> {
            auto const present = read_history(session, uuid);  // what is kept must not be older than its revision
            if (!present) {
                return fail(present.error());
            }
            if (!present->mapping || present->mapping->withdrawn_at) {
                return fail(ErrorCode::gone, fmt::format("Mapping {} was just withdrawn", uuid));
            }
            auto data = publish::mapping_object(*present->mapping, services_.corpus);
            data["resource"] = name_of(present->mapping->resource());
            data["history"] = history_json(present->lines);
            return in_form(form, std::move(data), {*present->mapping}, services_);
        });
    }

    [[nodiscard]] http::Response key_event(http::Request const& request) const
    {
        auto const id = request.path<KeId>("id");
        if (!id) {
            return no_such_thing(id.error(), request);
        }
        auto const* const event = services_.corpus.find(*id);
        return thing(request, {.ke_ids = std::vector{*id}}, event != nullptr, id->str(),
                     [&](std::vector<MappingRecord> const& mappings) {
                         array aops;
                         for (auto const aop : event == nullptr ? std::vector<AopId>{} : event->aops) {
                             aops.emplace_back(aop.str());
                         }
                         return object{{"ke_id", id->str()},
                                       {"ke_name", event == nullptr ? mappings.front().claim.ke_title : event->title},
                                       {"ke_description", event == nullptr ? "" : event->description},
                                       {"ke_bio_level", event == nullptr ? "" : event->level},
                                       {"ke_page", event == nullptr ? "" : event->page},
                                       {"ke_aop_context", std::move(aops)},
                                       {"mappings", by_resource(mappings, services_.corpus)}};
                     });
    }

    [[nodiscard]] http::Response target(http::Request const& request) const
    {
        auto const text = request.path_text("id");
        for (auto const resource : kResources) {
            auto const id = TargetId::parse(resource, text);
            if (!id) {
                continue;
            }
            auto const* const target = services_.corpus.find_target(*id);
            return thing(request, {.target_ids = std::vector{*id}}, target != nullptr, id->str(),
                         [&](std::vector<MappingRecord> const& mappings) {
                             return object{
                                 {"id", id->str()},
                                 {"resource", name_of(resource)},
                                 {"title", target == nullptr ? mappings.front().claim.target_title : target->title},
                                 {"description", target == nullptr ? "" : target->description},
                                 {"mappings", by_resource(mappings, services_.corpus).at(name_of(resource))}};
                         });
        }
        return no_such_thing(
            {ErrorCode::invalid_argument,
             fmt::format("'{}' is no pathway; expected an id like WP554, GO:0006979 or R-HSA-109581", text)},
            request);
    }

private:
    /// A Key Event or a target with its mappings. One that is `known` here has a page, also without mappings.
    template <class MakeData>
    http::Response thing(http::Request const& request, store::MappingFilter const& filter, bool known,
                         std::string const& name, MakeData make_data) const
    {
        auto const unknown = [&] {
            return Error{ErrorCode::not_found, fmt::format("{} is neither in this release nor mapped", name)};
        };
        auto const& form = form_of(request);
        if (form.form == Form::html) {
            if (known) {
                return application_page(request, services_);
            }
            auto const mappings =
                services_.readers.read([&](store::Session& session) { return store::count_mappings(session, filter); });
            if (!mappings || *mappings == 0) {
                return http::error_response(mappings ? unknown() : mappings.error(), request);
            }
            return application_page(request, services_);
        }
        return kept_->answer(request, form.name, [&](store::Session& session) -> Result<KeptAnswers::Made> {
            auto const mappings = read_mappings(session, filter);
            if (!mappings) {
                return fail(mappings.error());
            }
            if (mappings->empty() && !known) {
                return fail(unknown());
            }
            return in_form(form, make_data(*mappings), *mappings, services_);
        });
    }

    /// For browsers the page, which tells what became of the mapping; for programs its history.
    [[nodiscard]] http::Response gone(http::Request const& request, FormName const& form,
                                      MappingHistory const& found) const
    {
        if (form.form != Form::html) {
            auto response = gone_response(request, *found.mapping, found.lines, "Mapping");
            response.add_token("Vary", "Accept");
            return response;
        }
        auto response = application_page(request, services_);
        if (response.status == 200) {
            response.status = 410;
            response.remove("ETag");
        }
        return response;
    }

    std::shared_ptr<KeptAnswers> kept_;
    Services const& services_;
};

}  // namespace

void add_permanent_pages(http::Router& router, ApiParts const& parts, Services const& services)
{
    auto const pages = std::make_shared<PermanentPages const>(parts, services);
    auto const quick = [kept = parts.kept](http::Request& request) -> std::optional<http::Response> {
        auto const& form = form_of(request);
        return form.form == Form::html ? std::nullopt : kept->find(request, form.name);
    };
    http::RouteOptions const options{.rate_class = rate_general, .quick = quick};
    router.get(
        "/mappings/{uuid}", [pages](http::Request& request) { return pages->mapping(request); }, options);
    router.get(
        "/ke/{id}", [pages](http::Request& request) { return pages->key_event(request); }, options);
    router.get(
        "/pathways/{id}", [pages](http::Request& request) { return pages->target(request); }, options);
}

}  // namespace kewp::web
