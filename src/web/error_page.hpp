#pragma once

#include "http/response.hpp"
#include "web/services.hpp"

#include <string>

namespace kewp::web {

/// An error as a page in the layout of the site; one of 404 is shown by the web application where there is one.
[[nodiscard]] std::string error_page(http::Problem const& problem, Services const& services);

}  // namespace kewp::web
