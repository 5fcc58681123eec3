#pragma once

#include "http/router.hpp"
#include "web/kept_answers.hpp"
#include "web/services.hpp"
#include "web/whole_files.hpp"

#include <memory>

namespace kewp::web {

/// What the routes of `/api/v1` share within a worker.
struct ApiParts {
    std::shared_ptr<KeptAnswers> kept;
    std::shared_ptr<WholeFiles> files;
};

void add_aop_collection(http::Router& router, ApiParts const& parts, Services const& services);
void add_change_feed(http::Router& router, ApiParts const& parts, Services const& services);

}  // namespace kewp::web
