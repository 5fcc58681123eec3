#include "corpus/manifest.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "corpus/json_document.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

constexpr std::int64_t kManifestVersion = 1;

/// A name that stays within the folder.
bool is_plain_name(std::string_view name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

bool is_sha256(std::string_view text)
{
    constexpr std::size_t kDigits = 64;
    return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<std::string> text_of(JsonNode const& node)
{
    return node.is_null() ? std::nullopt : std::optional<std::string>{node.string()};
}

std::optional<std::uint64_t> count_of(JsonNode const& node)
{
    auto const count = node.integer();
    if (count && *count < 0) {
        node.report("a count");
        return std::nullopt;
    }
    return count ? std::optional{static_cast<std::uint64_t>(*count)} : std::nullopt;
}

ManifestFile read_entry(std::string_view name, JsonNode const& entry)
{
    ManifestFile file;
    file.name = name;
    if (!is_plain_name(name)) {
        entry.report_problem("a file name without a folder is expected here");
    }
    auto const hash = entry.member("sha256");
    file.sha256 = hash.string();
    if (!is_sha256(file.sha256)) {
        hash.report("a SHA-256 of 64 lower-case hexadecimal digits");
    }
    auto const bytes = entry.member("bytes");
    if (bytes.is_null()) {
        bytes.report("the size in bytes");
    }
    file.bytes = count_of(bytes).value_or(0);
    file.rows = count_of(entry.member("rows"));
    file.source = entry.member("source").string_or_empty();
    file.source_version = entry.member("source_version").string_or_empty();
    file.model = text_of(entry.member("model"));
    file.model_revision = text_of(entry.member("model_revision"));
    file.text_profile = text_of(entry.member("text_profile"));
    file.text_sha256 = text_of(entry.member("text_sha256"));
    auto const made_at = entry.member("made_at");
    if (auto const instant = parse_utc(made_at.string())) {
        file.made_at = *instant;
    } else {
        made_at.report("a time like '2026-11-24T08:00:00Z'");
    }
    return file;
}

Result<Manifest> read_document(Result<std::unique_ptr<JsonDocument>> const& document)
{
    if (!document) {
        return fail(document.error());
    }
    Manifest manifest;
    auto const root = (*document)->root();
    auto const version = root.member("version");
    if (version.integer() != kManifestVersion) {
        version.report(fmt::format("the version {} (a newer program may have made this folder)", kManifestVersion));
    }
    root.member("files").each_member(
        [&](std::string_view name, JsonNode const& entry) { manifest.put(read_entry(name, entry)); });
    if (auto finished = (*document)->finish(); !finished) {
        return fail(std::move(finished.error()));
    }
    return manifest;
}

std::optional<Mismatch> size_mismatch(std::filesystem::path const& folder, ManifestFile const& file)
{
    std::error_code error;
    auto const size = std::filesystem::file_size(folder / file.name, error);
    if (error) {
        return Mismatch{file.name, fmt::format("manifest.json lists it, but it cannot be found ({}); make it again",
                                               error.message())};
    }
    if (size != file.bytes) {
        return Mismatch{file.name, fmt::format("manifest.json says {} bytes, found {}: it was changed after it was "
                                               "made; make it again",
                                               file.bytes, size)};
    }
    return std::nullopt;
}

}  // namespace

ManifestFile const* Manifest::find(std::string_view name) const
{
    auto const found = std::ranges::lower_bound(files, name, {}, &ManifestFile::name);
    return found != files.end() && found->name == name ? &*found : nullptr;
}

void Manifest::put(ManifestFile file)
{
    auto const place = std::ranges::lower_bound(files, file.name, {}, &ManifestFile::name);
    if (place != files.end() && place->name == file.name) {
        *place = std::move(file);
    } else {
        files.insert(place, std::move(file));
    }
}

std::string Manifest::to_json() const
{
    auto json = fmt::format("{{\n  \"version\": {},\n  \"files\": {{", kManifestVersion);
    char const* before_file = "\n";
    for (auto const& file : files) {
        json += fmt::format("{}    {}: {{\n      \"sha256\": {},\n      \"bytes\": {}", before_file,
                            json_string(file.name), json_string(file.sha256), file.bytes);
        before_file = ",\n";
        if (file.rows) {
            json += fmt::format(",\n      \"rows\": {}", *file.rows);
        }
        auto const add = [&](char const* key, std::string_view value) {
            json += fmt::format(",\n      \"{}\": {}", key, json_string(value));
        };
        add("source", file.source);
        add("source_version", file.source_version);
        if (file.model) {
            add("model", *file.model);
        }
        if (file.model_revision) {
            add("model_revision", *file.model_revision);
        }
        if (file.text_profile) {
            add("text_profile", *file.text_profile);
        }
        if (file.text_sha256) {
            add("text_sha256", *file.text_sha256);
        }
        add("made_at", format_utc(file.made_at));
        json += "\n    }";
    }
    return json + "\n  }\n}\n";
}

Result<Manifest> parse_manifest(std::string_view json)
{
    return read_document(JsonDocument::parse(json, kManifestName));
}

Result<std::optional<Manifest>> read_manifest(std::filesystem::path const& folder)
{
    auto document = JsonDocument::open(folder / kManifestName);
    if (!document && document.error().code == ErrorCode::not_found) {
        return std::nullopt;
    }
    auto manifest = read_document(document);
    if (!manifest) {
        return fail(std::move(manifest.error()));
    }
    return std::optional{std::move(*manifest)};
}

Result<void> write_manifest(std::filesystem::path const& folder, Manifest const& manifest)
{
    return write_file_atomically(folder / kManifestName, manifest.to_json());
}

Result<ManifestFile> describe_file(std::filesystem::path const& file)
{
    auto hash = crypto::sha256_of_file(file);
    if (!hash) {
        return fail(std::move(hash.error()));
    }
    std::error_code error;
    ManifestFile described;
    described.name = file.filename().string();
    described.sha256 = std::move(*hash);
    described.bytes = std::filesystem::file_size(file, error);
    if (error) {
        return fail(ErrorCode::io, fmt::format("{}: {}", file.string(), error.message()));
    }
    described.made_at = now();
    return described;
}

std::vector<Mismatch> compare_sizes(std::filesystem::path const& folder, Manifest const& manifest)
{
    std::vector<Mismatch> mismatches;
    for (auto const& file : manifest.files) {
        if (auto mismatch = size_mismatch(folder, file)) {
            mismatches.push_back(std::move(*mismatch));
        }
    }
    return mismatches;
}

Result<std::vector<Mismatch>> verify_manifest(std::filesystem::path const& folder)
{
    auto const manifest = read_manifest(folder);
    if (!manifest) {
        return fail(manifest.error());
    }
    std::vector<Mismatch> mismatches;
    if (!*manifest) {
        return mismatches;
    }
    for (auto const& file : (*manifest)->files) {
        if (auto mismatch = size_mismatch(folder, file)) {
            mismatches.push_back(std::move(*mismatch));
            continue;
        }
        auto const hash = crypto::sha256_of_file(folder / file.name);
        if (!hash) {
            return fail(hash.error());
        }
        if (*hash != file.sha256) {
            mismatches.push_back({file.name, fmt::format("manifest.json says SHA-256 {}, found {}: its content was "
                                                         "changed after it was made; make it again",
                                                         file.sha256, *hash)});
        }
    }
    return mismatches;
}

}  // namespace kewp::corpus
