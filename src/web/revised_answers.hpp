#pragma once

#include "http/router.hpp"
#include "web/services.hpp"

#include <boost/json/fwd.hpp>
#include <functional>
#include <string_view>

namespace kewp::web {

/// Makes the body of an answer; blocks (SQL).
using MakeAnswer = std::function<Result<boost::json::object>(http::Request const&)>;

/// Adds a GET whose JSON answer changes with the approved mappings only: kept per target until then, with an ETag.
void get_until_revised(http::Router& router, std::string_view pattern, Services const& services, MakeAnswer make);

}  // namespace kewp::web
