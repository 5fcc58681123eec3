#include "web/revised_answers.hpp"

#include "base/json_text.hpp"
#include "web/answer_cache.hpp"
#include "web/routes.hpp"

#include <boost/json.hpp>
#include <memory>
#include <utility>

namespace kewp::web {
namespace {

constexpr std::size_t kCacheBytes = 8UL * 1024 * 1024;  // of each worker and route

class RevisedAnswers {
public:
    RevisedAnswers(Services const& services, MakeAnswer make)
        : services_(services), make_(std::move(make)), cache_(kCacheBytes)
    {
    }

    std::optional<http::Response> cached(http::Request const& request)
    {
        auto const body = cache_.find(request.target(), services_.revision.load());
        return body ? std::optional{body->respond(request)} : std::nullopt;
    }

    http::Response answer(http::Request const& request)
    {
        auto const revision = services_.revision.load();  // before reading: a newer commit makes this answer stale
        auto const made = make_(request);
        if (!made) {
            return http::error_response(made.error(), request);
        }
        auto const body = std::make_shared<http::PreparedBody const>(to_json_text(*made) + "\n", "application/json");
        cache_.keep(std::string{request.target()}, revision, body);
        return body->respond(request);
    }

private:
    Services const& services_;
    MakeAnswer make_;
    AnswerCache cache_;
};

}  // namespace

void get_until_revised(http::Router& router, std::string_view pattern, Services const& services, MakeAnswer make)
{
    auto const answers = std::make_shared<RevisedAnswers>(services, std::move(make));
    router.get(
        pattern, [answers](http::Request& request) { return answers->answer(request); },
        {.rate_class = rate_general, .quick = [answers](http::Request& request) { return answers->cached(request); }});
}

}  // namespace kewp::web
