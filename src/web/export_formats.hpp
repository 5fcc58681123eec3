#pragma once

#include "publish/each_mapping.hpp"
#include "publish/sink.hpp"
#include "web/services.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::web {

/// A format in which all mappings can be had: `/export/{name}`.
struct ExportFormat {
    using Write = std::function<Result<void>(store::Session& session, Services const& services,
                                             publish::Selection const& selection, publish::Sink const& sink)>;

    std::string name;
    std::vector<std::string> other_names;  ///< that old documents and habits know it by
    std::string content_type;
    std::string extension;  ///< `csv`, `sssom.tsv`
    std::string description;
    std::vector<std::string> use_cases;
    Write write;
};

[[nodiscard]] std::vector<ExportFormat> const& export_formats();

/// By its name or one of its others, letters in any case; null when there is none.
[[nodiscard]] ExportFormat const* find_export_format(std::string_view name);

}  // namespace kewp::web
