#pragma once

#include "base/file.hpp"
#include "corpus/import.hpp"
#include "corpus_folder.hpp"

#include <boost/json.hpp>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <zlib.h>

namespace kewp::corpus {

/// Input files and a data folder for tests of the importers.
class ImportBench {
public:
    void write(std::string_view name, std::string_view text) const { inputs_.write(name, text); }

    void write_gzip(std::string_view name, std::string_view text) const
    {
        auto* const file = gzopen((inputs_.path() / name).c_str(), "wb");
        gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
        gzclose(file);
    }

    void write_data(std::string_view name, std::string_view text) const { data_.write(name, text); }

    [[nodiscard]] Result<ImportReport> run(std::string_view source, std::initializer_list<std::string_view> names,
                                           std::string release = "") const
    {
        ImportRequest request{std::string{source}, {}, data_.path(), std::move(release)};
        for (auto const name : names) {
            auto const is_path = name.starts_with('/') || name.find("://") != std::string_view::npos;
            request.inputs.push_back(is_path ? std::string{name} : (inputs_.path() / name).string());
        }
        std::ostringstream out;
        Progress progress{out, Progress::Mode::lines};
        return run_import(request, progress);
    }

    /// The report; fails the test when the import fails.
    [[nodiscard]] ImportReport ok(std::string_view source, std::initializer_list<std::string_view> names,
                                  std::string release = "") const
    {
        auto report = run(source, names, std::move(release));
        if (!report) {
            ADD_FAILURE() << report.error().message;
            return {};
        }
        return *report;
    }

    /// The message with which the import fails, without the inputs' folder; fails the test when it succeeds.
    [[nodiscard]] std::string refusal(std::string_view source, std::initializer_list<std::string_view> names) const
    {
        auto const report = run(source, names);
        if (report) {
            ADD_FAILURE() << "the import succeeded";
            return {};
        }
        return without_folder(report.error().message);
    }

    /// Text with the inputs' folder cut out.
    [[nodiscard]] std::string without_folder(std::string text) const
    {
        auto const folder = inputs_.path().string() + "/";
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
            text.erase(at, folder.size());
        }
        return text;
    }

    /// A file that the import made, parsed; null when there is none.
    [[nodiscard]] boost::json::value made(std::string_view name) const
    {
        auto const text = read_file(data_.path() / name);
        return text ? boost::json::parse(*text) : boost::json::value{};
    }

    [[nodiscard]] std::filesystem::path const& data() const { return data_.path(); }
    [[nodiscard]] std::filesystem::path const& inputs() const { return inputs_.path(); }

private:
    TestFolder inputs_;
    TestFolder data_;
};

/// The JSON text of a value, for comparisons that print well.
[[nodiscard]] inline std::string text_of(boost::json::value const& value)
{
    return boost::json::serialize(value);
}

}  // namespace kewp::corpus
