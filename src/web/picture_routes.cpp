#include "corpus/corpus.hpp"
#include "http/fetch.hpp"
#include "web/answer_cache.hpp"
#include "web/routes.hpp"

#include <atomic>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{8} << 20U;  // of one worker
constexpr std::chrono::milliseconds kPatience{3000};
constexpr std::chrono::seconds kRest{60};  // after a failure: a dead host must not hold up threads

/// Drawings of pathways, fetched from their publisher on behalf of browsers, which ask no host but this one.
class Pictures {
public:
    Result<std::shared_ptr<http::PreparedBody const>> get(corpus::Target const& target)
    {
        auto const key = target.id.str();
        if (auto kept = cache_.find(key, 0)) {
            return kept;
        }
        if (now() < resting_until_.load()) {
            return fail(ErrorCode::unavailable, "The publisher of the drawings could not be reached a moment ago");
        }
        auto answer = http::fetch({.url = target.svg}, kPatience);
        if (!answer) {
            if (answer.error().code == ErrorCode::unavailable) {
                resting_until_ = now() + kRest;
            }
            return fail(answer.error());
        }
        constexpr long kOk = 200;
        if (answer->status != kOk || answer->body.find("<svg") == std::string::npos) {
            return fail(ErrorCode::unavailable, fmt::format("{}: its publisher has no drawing of it now", key));
        }
        auto body = std::make_shared<http::PreparedBody const>(std::move(answer->body), "image/svg+xml");
        cache_.keep(key, 0, body);
        return body;
    }

private:
    AnswerCache cache_{kKeptBytes};
    std::atomic<Instant> resting_until_{Instant{}};
};

http::Response show(http::Request const& request, Services const& services, Pictures& pictures)
{
    auto const id = TargetId::parse(Resource::wikipathways, request.path_text("id"));
    if (!id) {
        return http::error_response(id.error(), request);
    }
    auto const* const target = services.corpus.find_target(*id);
    if (target == nullptr || target->svg.empty()) {
        return http::error_response({ErrorCode::not_found, fmt::format("There is no drawing of {}", id->str())},
                                    request);
    }
    auto const picture = pictures.get(*target);
    if (!picture) {
        return http::error_response(picture.error(), request);
    }
    auto response = (*picture)->respond(request, "public, max-age=86400");
    // An SVG opened by itself is a document of this site: nothing in it may run.
    response.set("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
}

}  // namespace

void add_picture_routes(http::Router& router, Services const& services)
{
    auto const pictures = std::make_shared<Pictures>();
    router.json_errors_below("/pictures/");
    router.get("/pictures/{id}",
               [pictures, &services](http::Request& request) { return show(request, services, *pictures); },
               {.rate_class = rate_lookup});
}

}  // namespace kewp::web
