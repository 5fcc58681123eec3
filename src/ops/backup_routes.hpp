#pragma once

#include "config/settings.hpp"
#include "http/router.hpp"
#include "ops/shared_page.hpp"

namespace kewp::ops {

/// Adds `/api/admin/backups`: the schedule, how the last runs went, how old the capture of changes is, and what lies in
/// the folder of backups. `settings` and `page` must outlive the router.
void register_backup_routes(http::Router& router, config::Settings const& settings, SharedPage const& page);

}  // namespace kewp::ops
