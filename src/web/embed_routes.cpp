#include "web/routes.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

namespace kewp::web {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostTexts = 32;

/// The texts of `{"text":"…"}` or `{"texts":["…",…]}`. Error: invalid_argument.
Result<std::vector<std::string>> texts_of(http::Request const& request)
{
    auto const body = request.json();
    if (!body) {
        return fail(body.error());
    }
    auto const wrong = [] {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("expected {{\"text\": \"…\"}} or {{\"texts\": [\"…\", …]}} with 1 to {} texts", kMostTexts));
    };
    if (!body->is_object()) {
        return wrong();
    }
    auto const& object = body->get_object();
    std::vector<std::string> texts;
    if (auto const* const one = object.if_contains("text"); one != nullptr && one->is_string()) {
        texts.emplace_back(one->get_string());
    } else if (auto const* const many = object.if_contains("texts"); many != nullptr && many->is_array()) {
        for (auto const& text : many->get_array()) {
            if (!text.is_string()) {
                return wrong();
            }
            texts.emplace_back(text.get_string());
        }
    }
    return texts.empty() || texts.size() > kMostTexts ? Result<std::vector<std::string>>{wrong()} : texts;
}

http::Response embed_texts(http::Request const& request, Services const& services)
{
    if (services.encoder == nullptr) {
        return http::error_response(
            {ErrorCode::unavailable, "no language model is loaded; install one with 'kewp model import' and reload"},
            request);
    }
    auto const texts = texts_of(request);
    if (!texts) {
        return http::error_response(texts.error(), request);
    }
    auto const vectors = services.encoder->encode(*texts);
    if (!vectors) {
        return http::error_response(vectors.error(), request);
    }
    auto const& model = services.encoder->model();
    json::array rows;
    for (auto const& vector : *vectors) {
        rows.emplace_back(json::array(vector.begin(), vector.end()));
    }
    return http::json(json::object{{"model", model.name},
                                   {"model_revision", model.revision},
                                   {"dimensions", model.columns()},
                                   {"vectors", std::move(rows)}});
}

}  // namespace

void add_embed_routes(http::Router& router, Services const& services)
{
    router.post("/api/embed", [&services](http::Request& request) { return embed_texts(request, services); },
                {.rate_class = rate_general, .access = administrators});
}

}  // namespace kewp::web
