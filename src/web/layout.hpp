#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "web/html.hpp"
#include "web/services.hpp"

#include <string_view>

namespace kewp::web {

/// A whole page: head, navigation, banners (demo, degraded), `main`, footer with source versions.
[[nodiscard]] std::string page_text(std::string_view title, Html const& main, http::Request const& request,
                                    Services const& services);
[[nodiscard]] http::Response page(std::string_view title, Html const& main, http::Request const& request,
                                  Services const& services, unsigned status = 200);

/// `WikiPathways`, `Gene Ontology`, `Reactome`.
[[nodiscard]] char const* label_of(Resource resource);

/// The hidden field that every form of a signed-in person needs.
[[nodiscard]] Html csrf_field(http::Request const& request);

/// A coloured word for a confidence or a state (`high`, `pending` …), also readable without colour.
[[nodiscard]] Html badge(std::string_view word);

/// The style sheet, served as `/assets/site.css`.
[[nodiscard]] std::string_view site_css();

}  // namespace kewp::web
