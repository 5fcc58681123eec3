#pragma once

#include "config/settings.hpp"
#include "publish/dataset_description.hpp"

namespace kewp::web {

/// What files of the whole data set say about it: the settings, nothing that one request or deposit knows.
[[nodiscard]] inline publish::DataSetFacts data_set_facts(config::Settings const& settings)
{
    publish::DatasetInfo info;
    info.about = settings.dataset;
    return publish::facts_of(info, settings.mapping_iri);
}

}  // namespace kewp::web
