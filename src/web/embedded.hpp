#pragma once

#include <string_view>

/// Files of this folder that the build puts into the program (cmake/EmbedText.cmake).
namespace kewp::web {

[[nodiscard]] std::string_view openapi_yaml();
[[nodiscard]] std::string_view api_docs_html();
[[nodiscard]] std::string_view api_docs_css();
[[nodiscard]] std::string_view api_docs_js();

}  // namespace kewp::web
