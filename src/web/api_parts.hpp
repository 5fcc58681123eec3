#pragma once

#include "http/router.hpp"
#include "web/kept_answers.hpp"
#include "web/services.hpp"
#include "web/whole_files.hpp"

#include <memory>

namespace kewp::web {

/// What the routes of public data share within a worker: each of them holds to one limit, whatever is asked for.
struct ApiParts {
    std::shared_ptr<KeptAnswers> kept;
    std::shared_ptr<WholeFiles> files;
};

[[nodiscard]] ApiParts make_api_parts(Services const& services);

void add_aop_collection(http::Router& router, ApiParts const& parts, Services const& services);
void add_change_feed(http::Router& router, ApiParts const& parts, Services const& services);
/// `/mappings/{uuid}`, `/ke/{id}`, `/pathways/{id}`: pages for people, data for programs.
void add_permanent_pages(http::Router& router, ApiParts const& parts, Services const& services);

}  // namespace kewp::web
