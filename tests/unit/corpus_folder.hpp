#pragma once

#include "corpus/loader.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace kewp::corpus {

/// A data folder that lives as long as the test.
class TestFolder {
public:
    TestFolder()
    {
        static std::atomic<int> number = 0;
        path_ = std::filesystem::path{testing::TempDir()} /
                ("kewp-corpus-" + std::to_string(getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ~TestFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(TestFolder const&) = delete;
    TestFolder(TestFolder&&) = delete;
    TestFolder& operator=(TestFolder const&) = delete;
    TestFolder& operator=(TestFolder&&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream{path_ / name, std::ios::binary} << text;
    }

    /// The corpus; fails the test when it does not load.
    [[nodiscard]] std::shared_ptr<Corpus const> load() const
    {
        auto corpus = load_corpus(path_);
        if (!corpus) {
            ADD_FAILURE() << corpus.error().message;
            return std::make_shared<Corpus const>(CorpusParts{});
        }
        return *corpus;
    }

    /// The message with which loading fails, without the folder; fails the test when it loads.
    [[nodiscard]] std::string refusal() const
    {
        auto const corpus = load_corpus(path_);
        if (corpus) {
            ADD_FAILURE() << "the folder was loaded";
            return {};
        }
        EXPECT_EQ(corpus.error().code, ErrorCode::corrupt);
        auto const& message = corpus.error().message;
        auto const prefix = path_.string() + "/";
        return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
    }

private:
    std::filesystem::path path_;
};

}  // namespace kewp::corpus
