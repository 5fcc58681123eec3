#include "corpus/folder_reader.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {

char const* name_of(FileNote::State state)
{
    switch (state) {
        case FileNote::State::loaded: return "loaded";
        case FileNote::State::missing: return "missing";
        case FileNote::State::degraded: return "degraded";
    }
    return "";
}

bool FolderReader::has(std::string_view name) const
{
    std::error_code ignored;  // a file that cannot be looked at fails when it is opened
    return std::filesystem::exists(folder_ / name, ignored);
}

Result<bool> FolderReader::read(DataFile const& file, Visit const& visit, char const* old_name)
{
    bool const is_old = !has(file.name) && old_name != nullptr && has(old_name);
    auto document = JsonDocument::open(folder_ / (is_old ? old_name : file.name));
    if (!document) {
        if (document.error().code == ErrorCode::not_found) {
            notes_.push_back(
                {file.name, FileNote::State::missing, fmt::format("{}; {}", file.consequence, file.remedy), 0, {}});
            return false;
        }
        return fail(std::move(document.error()));
    }
    Repairs repairs;
    auto const root = (*document)->root();
    auto const rows = visit(root, repairs);
    if (auto finished = (*document)->finish(); !finished) {
        finished.error().message += fmt::format("; {}", file.remedy);
        return fail(std::move(finished.error()));
    }
    notes_.push_back({file.name, FileNote::State::loaded, "", rows, repairs.remarks()});
    if (is_old) {
        degrade(file.name, fmt::format("read under its old name {}; rename it", old_name));
    }
    return true;
}

void FolderReader::degrade(std::string_view file, std::string consequence)
{
    auto* found = note(file);
    if (found == nullptr) {
        notes_.push_back({std::string{file}, FileNote::State::degraded, std::move(consequence), 0, {}});
        return;
    }
    if (found->state == FileNote::State::loaded) {
        found->state = FileNote::State::degraded;
    }
    found->consequence =
        found->consequence.empty() ? std::move(consequence) : fmt::format("{}; {}", found->consequence, consequence);
}

void FolderReader::explain_missing(std::string_view file, std::string consequence)
{
    if (auto* found = note(file); found != nullptr && found->state == FileNote::State::missing) {
        found->consequence = std::move(consequence);
    }
}

FileNote* FolderReader::note(std::string_view file)
{
    auto const found = std::ranges::find(notes_, file, &FileNote::file);
    return found == notes_.end() ? nullptr : &*found;
}

}  // namespace kewp::corpus
