#pragma once

#include "http/request.hpp"
#include "http/response.hpp"
#include "web/services.hpp"

namespace kewp::web {

/// The start file of the web application, which shows whatever page the address names: for routes that answer browsers
/// with a page and programs with something else. Not cached without asking, with an ETag.
///
/// Where the application is not installed: a plain page that says so, with status 503.
[[nodiscard]] http::Response application_page(http::Request const& request, Services const& services);

/// The same for an error of 404; the application then says that there is no such page. Empty where it is not installed.
[[nodiscard]] std::string application_text(Services const& services);

}  // namespace kewp::web
