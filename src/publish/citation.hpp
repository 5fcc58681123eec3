#pragma once

#include "publish/dataset_info.hpp"

#include <string>

namespace kewp::publish {

/// APA style, one line: `Doe, A., & Roe, B. (2026). Title (Version 2026-11-24) [Data set]. Publisher.
/// https://doi.org/…`.
[[nodiscard]] std::string citation_text(DatasetInfo const& info);

/// A BibTeX entry `@misc{kewp2026, …}`; letters beyond ASCII stay UTF-8, TeX's own characters are escaped.
[[nodiscard]] std::string citation_bibtex(DatasetInfo const& info);

/// RIS: `TY  - DATA` … `ER  -`, CRLF at line ends.
[[nodiscard]] std::string citation_ris(DatasetInfo const& info);

/// A CSL-JSON array with one item of type `dataset`.
[[nodiscard]] std::string citation_csl(DatasetInfo const& info);

}  // namespace kewp::publish
