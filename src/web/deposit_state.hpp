#pragma once

#include "base/file.hpp"
#include "config/settings.hpp"
#include "publish/release.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace kewp::web {

/// The draft that is being worked on.
struct DepositDraft {
    std::int64_t id = 0;
    std::string service = {};       ///< the API's address
    std::int64_t previous = 0;      ///< the deposition that it is a new version of; 0: none
    std::string page = {};          ///< where a person sees it
    std::string started_at = {};    ///< UTC
    bool cleared = false;           ///< the files of the version before are gone from it
    publish::Release release = {};  ///< what it will be once published; without id and DOIs
};

/// What is remembered of deposits, in the data folder. Zenodo and its sandbox have files of their own.
class DepositState {
public:
    DepositState(std::filesystem::path folder, bool sandbox) : folder_(std::move(folder)), sandbox_(sandbox) {}

    [[nodiscard]] std::filesystem::path release_file() const;
    [[nodiscard]] std::filesystem::path draft_file() const;

    /// Errors of both: corrupt naming the file, io.
    [[nodiscard]] Result<std::vector<publish::Release>> releases() const;
    [[nodiscard]] Result<std::optional<DepositDraft>> draft() const;

    [[nodiscard]] Result<void> keep_draft(DepositDraft const& draft) const;
    /// Adds the release and forgets the draft. Where the data folder cannot be written, the file goes to the folder for
    /// temporary files; returns where it is, since a published deposit must not look failed.
    [[nodiscard]] Result<std::filesystem::path> keep_release(publish::Release const& release) const;

    /// For one run at a time; ends with the returned value. Errors: busy, io.
    [[nodiscard]] Result<UniqueFd> lock() const;

private:
    std::filesystem::path folder_;
    bool sandbox_;
};

}  // namespace kewp::web
