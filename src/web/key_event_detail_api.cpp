#include "base/text.hpp"
#include "web/routes.hpp"
#include "web/suggestion_json.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

// What the page of a Key Event shows of the loaded releases.
namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr char const* kCacheControl = "public, max-age=300";  // the data change with a release only

value or_null(std::string const& text)
{
    return text.empty() ? value(nullptr) : value(text);
}

array aops_of(corpus::KeyEvent const& event, corpus::Corpus const& corpus)
{
    array all;
    for (auto const id : event.aops) {
        auto const* const aop = corpus.find(id);
        all.push_back(object{{"aop_id", id.str()},
                             {"aop_title", aop == nullptr ? value(nullptr) : or_null(aop->title)},
                             {"oecd_status", aop == nullptr ? value(nullptr) : or_null(aop->oecd_status)}});
    }
    return all;
}

object key_event_object(corpus::KeyEvent const& event, corpus::Corpus const& corpus)
{
    return {{"ke_id", event.id.str()},
            {"title", event.title},
            {"description", or_null(text::strip_html(event.description))},
            {"level", or_null(event.level)},
            {"link", or_null(event.page)},
            {"aops", aops_of(event, corpus)},
            {"genes", corpus.ke_genes_known() ? value(text_array(event.gene_symbols)) : value(nullptr)}};
}

http::Response key_event(http::Request const& request, Services const& services)
{
    auto const id = request.path<KeId>("id");
    if (!id) {
        return http::error_response(id.error(), request);
    }
    auto const* const event = services.corpus.find(*id);
    if (event == nullptr) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the Key Events of this release", id->str())}, request);
    }
    auto response = http::json(key_event_object(*event, services.corpus));
    response.set("Cache-Control", kCacheControl);
    return response;
}

}  // namespace

void add_key_event_detail_api(http::Router& router, Services const& services)
{
    router.get("/api/key-events/{id}", [&services](http::Request& request) { return key_event(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
