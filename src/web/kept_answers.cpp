#include "web/kept_answers.hpp"

#include "web/paging.hpp"
#include "web/public_changes.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

// Of each worker. A page of 200 mappings takes some 200 kB in its three encodings.
constexpr std::size_t kLimitBytes = 32UL * 1024 * 1024;

http::Response finish(http::Response response, bool kept)
{
    response.add_token("Vary", "Accept");
    response.set("Cache-Status", kept ? "kewp; hit" : "kewp; fwd=miss; stored");  // RFC 9211
    return response;
}

}  // namespace

KeptAnswers::KeptAnswers(Services const& services)
    : services_(services), reference_changed_at_(reference_changed_at(services.corpus)), cache_(kLimitBytes)
{
}

std::string KeptAnswers::key_of(http::Request const& request, std::string_view variant) const
{
    return fmt::format("{} {}{}", variant, base_url(request, services_.settings.public_url), request.target());
}

std::optional<http::Response> KeptAnswers::find(http::Request const& request, std::string_view variant)
{
    auto const body = cache_.find(key_of(request, variant), services_.revision.load());
    return body ? std::optional{finish(body->respond(request), true)} : std::nullopt;
}

http::Response KeptAnswers::answer(http::Request const& request, std::string_view variant, Make const& make)
{
    // Whoever came first while this request waited for a thread has made it.
    if (auto kept = find(request, variant)) {
        return std::move(*kept);
    }
    auto const revision = services_.revision.load();  // before reading: a newer commit makes this answer stale
    auto body =
        services_.readers.read([&](store::Session& session) -> Result<std::shared_ptr<http::PreparedBody const>> {
            auto const changed_at = public_changed_at(session, reference_changed_at_);
            if (!changed_at) {
                return fail(changed_at.error());
            }
            auto made = make(session);
            if (!made) {
                return fail(made.error());
            }
            auto prepared = std::make_shared<http::PreparedBody>(std::move(made->bytes), std::move(made->content_type));
            prepared->changed_at(*changed_at);
            for (auto& [name, value] : made->headers) {
                prepared->header(std::move(name), std::move(value));
            }
            return prepared;
        });
    if (!body) {
        return http::error_response(body.error(), request);
    }
    cache_.keep(key_of(request, variant), revision, *body);
    return finish((*body)->respond(request), false);
}

}  // namespace kewp::web
