#pragma once

#include "base/result.hpp"
#include "http/fetch.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::web {

/// A file as Zenodo holds it.
struct DepositedFile {
    std::string id;
    std::string name;
    std::uint64_t bytes = 0;
    std::string md5;
};

/// A deposition, a draft or a published one.
struct Deposition {
    std::int64_t id = 0;
    bool published = false;
    std::string bucket;  ///< address below which files are put
    std::string page;    ///< for people
    std::string doi;     ///< of a published one
    std::string concept_doi;
    std::string latest_draft;  ///< address of the draft of a new version, if there is one
};

/// Zenodo's deposit API (https://developers.zenodo.org/).
///
/// What may be asked twice without harm is asked up to three times when the network or Zenodo fails. The token is sent
/// to the host of `base` only. Errors: unavailable (network, Zenodo's own failure), unauthenticated (token),
/// not_found, invalid_argument (Zenodo refused what it was given; the message has its reasons), corrupt (an answer that
/// cannot be understood). All block.
class Zenodo {
public:
    /// `base` as in `https://zenodo.org/api`, `patience` for each question, `pause` before the first repetition.
    Zenodo(std::string base, std::string token, std::chrono::milliseconds patience,
           std::chrono::milliseconds pause = std::chrono::seconds{1});

    /// A new, empty draft. Not repeated when the answer is lost: there might be two then.
    [[nodiscard]] Result<Deposition> create() const;
    /// The draft of a new version of a published deposition; one that is open already is returned.
    [[nodiscard]] Result<Deposition> new_version(std::int64_t id) const;
    [[nodiscard]] Result<Deposition> get(std::int64_t id) const;

    [[nodiscard]] Result<std::vector<DepositedFile>> files(std::int64_t id) const;
    [[nodiscard]] Result<void> remove_file(std::int64_t id, std::string const& file_id) const;
    /// Uploads and compares size and MD5 with what Zenodo says it received.
    [[nodiscard]] Result<void> upload(Deposition const& draft, std::string const& name,
                                      std::filesystem::path const& file) const;

    [[nodiscard]] Result<void> set_metadata(std::int64_t id, boost::json::object metadata) const;
    /// Publishes; there is no way back. When the answer is lost, looks whether it happened.
    [[nodiscard]] Result<Deposition> publish(std::int64_t id) const;

private:
    [[nodiscard]] Result<http::Incoming> ask_once(http::Outgoing question) const;
    [[nodiscard]] Result<http::Incoming> ask(http::Outgoing const& question) const;
    [[nodiscard]] Result<Deposition> ask_deposition(http::Outgoing const& question) const;
    [[nodiscard]] std::string url_of(std::int64_t id, std::string_view rest = {}) const;
    [[nodiscard]] Result<void> check_address(std::string const& url) const;
    [[nodiscard]] Result<Deposition> read_deposition(http::Incoming const& answer) const;

    std::string base_;
    std::string token_;
    std::chrono::milliseconds patience_;
    std::chrono::milliseconds pause_;
};

}  // namespace kewp::web
