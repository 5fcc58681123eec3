#include "web/prepared_suggestions.hpp"

#include "base/json_text.hpp"
#include "http/compression.hpp"

#include <boost/json.hpp>
#include <iterator>
#include <string>

namespace kewp::web {
namespace {

/// Kept for as long as the data, so that some effort pays; it is also what most clients take as it is.
constexpr int kLevel = 6;

}  // namespace

std::size_t suggestion_places(corpus::Corpus const& corpus)
{
    return corpus.key_events().size() * std::size(kResources);
}

std::optional<std::size_t> suggestion_place(corpus::Corpus const& corpus, Resource resource, KeId ke)
{
    auto const* const found = corpus.find(ke);
    if (found == nullptr) {
        return std::nullopt;
    }
    auto const number = static_cast<std::size_t>(found - corpus.key_events().data());
    return number * std::size(kResources) + static_cast<std::size_t>(resource);
}

void prepare_suggestions(PreparedAnswers& answers, suggest::Suggester const& suggester, KeId ke,
                         suggest::FreshVectors const& fresh)
{
    for (auto const resource : kResources) {
        auto const place = suggestion_place(suggester.corpus(), resource, ke);
        if (!place || !answers.begin(*place)) {
            continue;
        }
        auto request = default_request(resource, ke);
        request.options.fresh = fresh;
        if (auto const answer = suggestion_answer(suggester, request)) {
            answers.keep(*place, http::gzip(to_json_text(*answer) + "\n", kLevel));
        }
    }
}

std::optional<http::Response> prepared_response(PreparedAnswers const& answers, corpus::Corpus const& corpus,
                                                SuggestionRequest const& wanted, http::Request const& request)
{
    auto const place =
        is_default(wanted) ? suggestion_place(corpus, wanted.resource, wanted.ke) : std::optional<std::size_t>{};
    auto const packed = place ? answers.find(*place) : std::nullopt;
    if (!packed) {
        return std::nullopt;
    }
    auto const takes_gzip =
        http::choose_encoding(request.header_list("Accept-Encoding"), false) == http::Encoding::gzip;
    auto response = http::json_text(takes_gzip ? std::string{*packed} : http::gunzip(*packed));
    response.add_token("Vary", "Accept-Encoding");
    if (takes_gzip) {
        response.set("Content-Encoding", "gzip");
    }
    return response;
}

}  // namespace kewp::web
