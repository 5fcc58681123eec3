#include "web/layout.hpp"

#include "base/crypto.hpp"
#include "web/application.hpp"
#include "web/degradation.hpp"
#include "web/error_page.hpp"

namespace kewp::web {
namespace {

constexpr char const* kNavigation = R"(<a class="brand" href="/">KE mapping</a>
<a href="/mapper">Map a Key Event</a>
<a href="/explore">Explore</a>
<a href="/downloads">Downloads</a>
)";

Html banners(Services const& services)
{
    Html out;
    if (services.settings.demo) {
        out += markup(R"(<p class="banner demo" role="note"><strong>Demo.</strong> Anyone can sign in as a made-up
<a href="/login">curator or admin</a>, and nothing here is real curation.</p>
)");
    }
    for (auto const& message : degradations(services)) {
        out += markup(R"(<p class="banner degraded" role="note"><strong>Degraded.</strong> {}</p>
)",
                      message);
    }
    return out;
}

Html versions(corpus::SourceVersions const& known)
{
    Html out;
    for (auto const source : corpus::kSources) {
        out +=
            markup("<span>{} {}</span> ", corpus::title_of(source), known.display(source).value_or("release unknown"));
    }
    return out;
}

}  // namespace

std::string page_text(std::string_view title, Html const& main, Services const& services)
{
    static std::string const css_version = crypto::hex(crypto::sha256(site_css())).substr(0, 12);
    return markup(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{} – KE mapping</title>
<link rel="stylesheet" href="/assets/site.css?v={}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<nav aria-label="Main">
{}
</nav>
{}<main id="main">
<h1>{}</h1>
{}
</main>
<footer>{}<span>kewp {}</span></footer>
</body>
</html>
)",
                  title, css_version, Html{kNavigation}, banners(services), title, main,
                  versions(services.corpus.versions()), KEWP_VERSION)
        .text;
}

http::Response page(std::string_view title, Html const& main, Services const& services, unsigned status)
{
    return http::html(page_text(title, main, services), status);
}

std::string error_page(http::Problem const& problem, Services const& services)
{
    constexpr unsigned kNotFound = 404;
    if (problem.status == kNotFound) {
        if (auto text = application_text(services); !text.empty()) {
            return text;
        }
    }
    Html body = markup(R"(<p class="error" role="alert">{}</p>
)",
                       problem.message);
    for (auto const& field : problem.fields) {
        body += markup("<p><strong>{}</strong>: {}</p>\n", field.field, field.message);
    }
    body += markup(R"(<p><a href="/">Start page</a> · <a href="/mapper">Map a Key Event</a></p>
<p class="fine">Request {}</p>)",
                   problem.request_id);
    return page_text(http::reason_phrase(problem.status), body, services);
}

}  // namespace kewp::web
