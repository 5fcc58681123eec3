#include "embed/model_manifest.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "corpus/json_document.hpp"
#include "embed/model.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace kewp::embed {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kRevisionDigits = 16;

Result<std::string> hash_of(std::filesystem::path const& folder, std::string const& file,
                            std::optional<ModelManifest> const& manifest)
{
    std::error_code error;
    auto const size = std::filesystem::file_size(folder / file, error);
    auto const* const known = manifest ? manifest->find(file) : nullptr;
    return !error && known != nullptr && known->bytes == size ? Result<std::string>{known->sha256}
                                                              : crypto::sha256_of_file(folder / file);
}

}  // namespace

ModelFile const* ModelManifest::find(std::string_view file) const
{
    auto const found = std::ranges::find(files, file, &ModelFile::name);
    return found == files.end() ? nullptr : std::to_address(found);
}

std::string ModelManifest::to_json() const
{
    auto json = fmt::format(
        "{{\n  \"version\": {},\n  \"name\": {},\n  \"source\": {},\n  \"installed_at\": {},\n  \"files\": {{",
        kVersion, corpus::json_string(name), corpus::json_string(source), corpus::json_string(installed_at));
    char const* before = "\n";
    for (auto const& file : files) {
        json += fmt::format(R"({}    {}: {{"sha256": {}, "bytes": {}}})", before, corpus::json_string(file.name),
                            corpus::json_string(file.sha256), file.bytes);
        before = ",\n";
    }
    return json + "\n  }\n}\n";
}

Result<std::optional<ModelManifest>> read_model_manifest(std::filesystem::path const& folder)
{
    auto const document = corpus::JsonDocument::open(folder / kModelManifest);
    if (!document) {
        if (document.error().code == ErrorCode::not_found) {
            return std::nullopt;
        }
        return fail(document.error());
    }
    ModelManifest manifest;
    auto const root = (*document)->root();
    if (auto const version = root.member("version"); version.integer() != kVersion) {
        version.report(fmt::format("the version {}", kVersion));
    }
    manifest.name = root.member("name").string();
    manifest.source = root.member("source").string_or_empty();
    manifest.installed_at = root.member("installed_at").string_or_empty();
    root.member("files").each_member([&](std::string_view name, corpus::JsonNode const& entry) {
        manifest.files.push_back({.name = std::string{name},
                                  .sha256 = std::string{entry.member("sha256").string()},
                                  .bytes = static_cast<std::uint64_t>(entry.member("bytes").integer().value_or(0))});
    });
    if (auto const read = (*document)->finish(); !read) {
        return fail(read.error());
    }
    return std::optional{std::move(manifest)};
}

Result<ModelIdentity> identify_model(std::filesystem::path const& folder, ModelSettings const& settings)
{
    auto const manifest = read_model_manifest(folder);
    if (!manifest) {
        return fail(manifest.error());
    }
    std::string described = "kewp model 1";
    for (auto const* const file : {"model.safetensors", "vocab.txt", "config.json"}) {
        auto const hash = hash_of(folder, file, *manifest);
        if (!hash) {
            return fail(hash.error());
        }
        described += " " + *hash;
    }
    auto const& text = settings.tokenizer.text;
    described += fmt::format(" {} {} {} {} {}", text.lower_case, text.strip_accents, text.split_chinese,
                             settings.tokenizer.max_length, name_of(settings.pooling));
    ModelIdentity identity;
    identity.revision = crypto::hex(crypto::sha256(described)).substr(0, kRevisionDigits);
    identity.name = *manifest && !(*manifest)->name.empty() ? (*manifest)->name
                    : !settings.config.origin.empty()       ? settings.config.origin
                                                      : std::filesystem::weakly_canonical(folder).filename().string();
    return identity;
}

Result<std::vector<std::string>> verify_model(std::filesystem::path const& folder)
{
    auto const manifest = read_model_manifest(folder);
    if (!manifest) {
        return fail(manifest.error());
    }
    std::vector<std::string> problems;
    for (auto const& file : *manifest ? (*manifest)->files : std::vector<ModelFile>{}) {
        auto const hash = crypto::sha256_of_file(folder / file.name);
        if (!hash) {
            problems.push_back(hash.error().message);
        } else if (*hash != file.sha256) {
            problems.push_back(fmt::format("{}: model.json says SHA-256 {}, found {}; run 'kewp model import' again",
                                           (folder / file.name).string(), file.sha256, *hash));
        }
    }
    return problems;
}

}  // namespace kewp::embed
