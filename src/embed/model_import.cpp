#include "embed/model_import.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/time.hpp"
#include "corpus/download.hpp"
#include "embed/encoder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace kewp::embed {
namespace {

namespace fs = std::filesystem;

struct Part {
    char const* file;
    bool needed;
};

constexpr auto kParts = std::to_array<Part>({{"config.json", true},
                                             {"vocab.txt", true},
                                             {"tokenizer_config.json", false},
                                             {"1_Pooling/config.json", false},
                                             {"sentence_bert_config.json", false},
                                             {"model.safetensors", true}});

/// Without it the most common case, a model of the time before safetensors, would end at "not found".
std::string conversion_help(std::string const& source)
{
    auto const folder = corpus::is_url(source) ? std::string{"FOLDER"} : source;
    return fmt::format(
        "a model that is published as pytorch_model.bin only (a pickle: loading one can run any program, so it is not "
        "read here) must be converted first{}:\n"
        "  python3 -m venv convert && convert/bin/pip install torch safetensors\n"
        "  convert/bin/python -c \"import torch; from safetensors.torch import save_file; w = "
        "torch.load('{}/pytorch_model.bin', map_location='cpu', weights_only=True); "
        "save_file({{k: v.clone().contiguous() for k, v in w.items()}}, '{}/model.safetensors')\"\n"
        "then: kewp model import {} --data DATA",
        corpus::is_url(source) ? ", in a FOLDER that holds its files" : "", folder, folder, folder);
}

tl::unexpected<Error> io_failure(fs::path const& path, std::error_code const& error)
{
    return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), error.message()));
}

/// The folder beside the model in which the new one grows; removed unless it took its place.
class Staging {
public:
    static Result<Staging> open(fs::path const& data_folder)
    {
        Staging staging;
        staging.folder_ = data_folder / ".model-new";
        std::error_code error;
        fs::create_directories(data_folder, error);
        if (error) {
            return io_failure(data_folder, error);
        }
        auto const lock = data_folder / ".model-lock";
        staging.lock_ = UniqueFd{::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
        if (!staging.lock_) {
            return fail(ErrorCode::io, fmt::format("{}: {}", lock.string(), errno_text()));
        }
        if (::flock(staging.lock_.get(), LOCK_EX | LOCK_NB) != 0) {
            return fail(ErrorCode::conflict, data_folder.string() + ": another 'kewp model import' is at work here");
        }
        fs::remove_all(staging.folder_, error);  // of an import that was killed
        fs::create_directories(staging.folder_ / "1_Pooling", error);
        if (error) {
            return io_failure(staging.folder_, error);
        }
        return staging;
    }
    Staging(Staging&&) = default;
    Staging& operator=(Staging&&) = delete;
    Staging(Staging const&) = delete;
    Staging& operator=(Staging const&) = delete;
    ~Staging()
    {
        if (lock_) {
            std::error_code ignored;
            fs::remove_all(folder_, ignored);
        }
    }

    [[nodiscard]] fs::path const& folder() const { return folder_; }

    /// Exchanges the two folders in one step; the old one, now here, is removed with this object.
    Result<void> publish(fs::path const& target)
    {
        bool const replaces = fs::exists(target);
        if (::renameat2(AT_FDCWD, folder_.c_str(), AT_FDCWD, target.c_str(), replaces ? RENAME_EXCHANGE : 0) != 0) {
            return fail(ErrorCode::io, fmt::format("{}: {}", target.string(), errno_text()));
        }
        return sync_folder(target.parent_path());
    }

private:
    Staging() = default;
    fs::path folder_;
    UniqueFd lock_;
};

Result<void> flush(fs::path const& file)
{
    UniqueFd const fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd || ::fsync(fd.get()) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: {}", file.string(), errno_text()));
    }
    return {};
}

/// Puts one file of the source into `folder`. not_found when the source lacks it.
Result<void> fetch(std::string const& base, Part const& part, fs::path const& folder, corpus::Progress& progress)
{
    auto const target = folder / part.file;
    if (corpus::is_url(base)) {
        auto const made = corpus::download(base + "/" + part.file, target.parent_path(), progress);
        return made ? Result<void>{} : fail(made.error());
    }
    std::error_code error;
    if (!fs::exists(fs::path{base} / part.file, error)) {
        return fail(ErrorCode::not_found, fmt::format("{}: lacks {}", base, part.file));
    }
    fs::copy_file(fs::path{base} / part.file, target, error);
    return error ? Result<void>{io_failure(fs::path{base} / part.file, error)} : Result<void>{};
}

/// The address below which the files lie: a model's page names them under `resolve/main`.
Result<std::string> base_of(std::string source, fs::path const& folder, corpus::Progress& progress)
{
    while (source.ends_with('/') && source.size() > 1) {
        source.pop_back();
    }
    auto got = fetch(source, kParts[0], folder, progress);
    if (!got && got.error().code == ErrorCode::not_found && corpus::is_url(source)) {
        auto const below = source + "/resolve/main";
        if (fetch(below, kParts[0], folder, progress)) {
            return below;
        }
    }
    return got ? Result<std::string>{source} : fail(got.error());
}

/// Looks at every weight and lets the model encode something.
Result<void> try_out(fs::path const& folder)
{
    auto const settings = read_model_settings(folder);
    if (!settings) {
        return fail(settings.error());
    }
    auto const file = Safetensors::open(folder / "model.safetensors");
    if (!file) {
        return fail(file.error());
    }
    if (auto checked = check_weights(*file, settings->config); !checked) {
        return checked;
    }
    auto const model = load_model(folder);
    if (!model) {
        return fail(model.error());
    }
    auto const vector = Encoder{*model}.encode("Oxidative stress");
    if (!std::ranges::all_of(vector, [](float value) { return std::isfinite(value); })) {
        return fail(ErrorCode::corrupt, (folder / "model.safetensors").string() +
                                            ": gives vectors that are no numbers; the file is damaged");
    }
    return {};
}

std::string name_from(std::string const& source)
{
    auto path = source.substr(0, source.find("/resolve/"));
    while (path.ends_with('/')) {
        path.pop_back();
    }
    if (!corpus::is_url(path)) {
        return fs::weakly_canonical(path).filename().string();
    }
    path = path.substr(path.find("://") + 3);
    auto const slash = path.find('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace

fs::path model_folder(fs::path const& data_folder)
{
    return data_folder / "model";
}

Result<ModelManifest> import_model(ModelImportRequest const& request, corpus::Progress& progress)
{
    auto staging = Staging::open(request.data_folder);
    if (!staging) {
        return fail(staging.error());
    }
    auto const& folder = staging->folder();
    auto const base = base_of(request.source, folder, progress);
    if (!base) {
        return fail(base.error());
    }
    ModelManifest manifest{.name = request.name.empty() ? name_from(request.source) : request.name,
                           .source = request.source,
                           .installed_at = format_utc(now()),
                           .files = {}};
    for (auto const& part : kParts) {
        auto const got = &part == kParts.data() ? Result<void>{} : fetch(*base, part, folder, progress);
        if (!got && got.error().code == ErrorCode::not_found && !part.needed) {
            continue;
        }
        if (!got && got.error().code == ErrorCode::not_found && &part == &kParts.back()) {
            return fail(ErrorCode::not_found,
                        fmt::format("{}; {}", got.error().message, conversion_help(request.source)));
        }
        if (!got) {
            return fail(got.error());
        }
        auto hash = crypto::sha256_of_file(folder / part.file);
        if (!hash) {
            return fail(hash.error());
        }
        if (auto flushed = flush(folder / part.file); !flushed) {
            return fail(flushed.error());
        }
        manifest.files.push_back({part.file, std::move(*hash), fs::file_size(folder / part.file)});
    }
    if (auto tried = try_out(folder); !tried) {
        return fail(tried.error());
    }
    std::error_code ignored;
    fs::remove(folder / "1_Pooling", ignored);  // an empty one
    if (auto written = write_file_atomically(folder / kModelManifest, manifest.to_json()); !written) {
        return fail(written.error());
    }
    if (auto published = staging->publish(model_folder(request.data_folder)); !published) {
        return fail(published.error());
    }
    return manifest;
}

Result<std::string> describe_model(fs::path const& folder)
{
    auto const problems = verify_model(folder);
    if (!problems) {
        return fail(problems.error());
    }
    if (!problems->empty()) {
        return fail(ErrorCode::corrupt, fmt::format("{}", fmt::join(*problems, "\n")));
    }
    if (auto tried = try_out(folder); !tried) {
        return fail(tried.error());
    }
    auto const settings = read_model_settings(folder);
    auto const model = load_model(folder);
    auto const manifest = read_model_manifest(folder);
    if (!settings || !model || !manifest) {
        return fail(!settings ? settings.error() : !model ? model.error() : manifest.error());
    }
    auto const& config = settings->config;
    auto const& text = settings->tokenizer.text;
    return fmt::format(
        "model:      {} (revision {})\n"
        "folder:     {}{}\n"
        "shape:      {} layers, {} values, {} heads, {} pieces\n"
        "text:       {}{}, at most {} tokens, {} of the tokens' vectors\n"
        "arithmetic: {} on this processor, {:.0f} MB of packed weights shared by all workers\n",
        model->name, model->revision, folder.string(),
        *manifest ? fmt::format("\ninstalled:  {} from {}", (*manifest)->installed_at, (*manifest)->source) : "",
        config.layers, config.hidden, config.heads, config.vocabulary, text.lower_case ? "lower case" : "case kept",
        text.strip_accents ? ", accents stripped" : "", settings->tokenizer.max_length, name_of(model->pooling),
        name_of(model->weights.precision()), static_cast<double>(model->weights.packed_size()) / 1e6);
}

}  // namespace kewp::embed
