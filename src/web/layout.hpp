#pragma once

#include "http/response.hpp"
#include "web/html.hpp"
#include "web/services.hpp"

#include <string_view>

namespace kewp::web {

/// A plain page that the server writes by itself, for errors and where there is no web application: head, navigation,
/// banners (demo, degraded), `main`, footer with source versions.
[[nodiscard]] std::string page_text(std::string_view title, Html const& main, Services const& services);
[[nodiscard]] http::Response page(std::string_view title, Html const& main, Services const& services,
                                  unsigned status = 200);

/// The style sheet, served as `/assets/site.css`.
[[nodiscard]] std::string_view site_css();

}  // namespace kewp::web
