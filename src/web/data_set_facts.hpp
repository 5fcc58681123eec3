#pragma once

#include "config/settings.hpp"
#include "publish/json_ld.hpp"

namespace kewp::web {

/// What files of the whole data set say about it.
[[nodiscard]] inline publish::DataSetFacts data_set_facts(config::Settings const& settings)
{
    return {.title = "Key Event to pathway mappings (WikiPathways, Gene Ontology, Reactome)",
            .description =
                "Curated mappings of Key Events of Adverse Outcome Pathways to WikiPathways pathways, Gene "
                "Ontology terms and Reactome pathways",
            .publisher = "KE-WP mapping service",
            .mapping_iri = settings.mapping_iri};
}

}  // namespace kewp::web
