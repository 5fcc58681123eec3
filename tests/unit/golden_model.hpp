#pragma once

#include "base/file.hpp"

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kewp::test {

/// A text as another program tokenised and encoded it (tests/golden/make_models.py says how).
struct GoldenText {
    std::string text;
    std::vector<std::uint32_t> ids;
    std::vector<float> vector;
};

inline std::filesystem::path golden_folder(std::string const& model)
{
    return std::filesystem::path{KEWP_SOURCE_DIR} / "tests/golden" / model;
}

inline std::vector<GoldenText> golden_texts(std::filesystem::path const& model)
{
    auto const content = read_file(model / "golden.json");
    if (!content) {
        ADD_FAILURE() << content.error().message;
        return {};
    }
    std::vector<GoldenText> texts;
    auto const file = boost::json::parse(*content);
    for (auto const& entry : file.at("texts").as_array()) {
        texts.push_back({boost::json::value_to<std::string>(entry.at("text")),
                         boost::json::value_to<std::vector<std::uint32_t>>(entry.at("ids")),
                         boost::json::value_to<std::vector<float>>(entry.at("vector"))});
    }
    return texts;
}

}  // namespace kewp::test
