#pragma once

#include "base/result.hpp"
#include "corpus/data_files.hpp"
#include "corpus/file_note.hpp"
#include "corpus/json_document.hpp"
#include "corpus/repairs.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// Reads the files of one folder in turn and keeps a note on each.
class FolderReader {
public:
    /// Reads one file's root; returns the number of records.
    using Visit = std::function<std::size_t(JsonNode const& root, Repairs& repairs)>;

    explicit FolderReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    [[nodiscard]] bool has(std::string_view name) const;

    /// True when `file` is there and was read, false when it is absent; a note is made either way.
    /// `old_name`, unless null, is read in place of an absent `file`.
    /// Errors: corrupt (no JSON, or not of the shape that `visit` reads) with place and remedy, io.
    [[nodiscard]] Result<bool> read(DataFile const& file, Visit const& visit, char const* old_name = nullptr);

    /// Says that `file` is not whole: adds to its note, or makes one when there is none. What is missing stays so.
    void degrade(std::string_view file, std::string consequence);
    /// Changes the text of what `file`'s absence means; does nothing unless its note says missing.
    void explain_missing(std::string_view file, std::string consequence);

    [[nodiscard]] std::vector<FileNote> take_notes() { return std::move(notes_); }

private:
    [[nodiscard]] FileNote* note(std::string_view file);

    std::filesystem::path folder_;
    std::vector<FileNote> notes_;
};

}  // namespace kewp::corpus
