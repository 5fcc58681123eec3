#pragma once

#include "publish/dataset_info.hpp"
#include "web/services.hpp"

#include <string>

namespace kewp::web {

/// The data set as `session` sees it. `address` is where the service is reached: for files, which are kept for all
/// clients, the setting `public_url` and nothing that one request says.
///
/// When the record of deposits is damaged the data set is described without them: `/dataset/versions` tells, and no
/// file is lost for it.
[[nodiscard]] Result<publish::DatasetInfo> read_dataset(store::Session& session, Services const& services,
                                                        std::string address);

}  // namespace kewp::web
