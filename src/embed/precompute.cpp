#include "embed/precompute.hpp"

#include "corpus/import_stage.hpp"
#include "corpus/manifest.hpp"
#include "embed/npz.hpp"
#include "embed/text_hashes.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <set>

namespace kewp::embed {
namespace {

namespace fs = std::filesystem;

/// What vectors must have in common to be compared.
struct Origin {
    std::string model, revision, profile;
    bool operator==(Origin const&) const = default;
};

Origin origin_in(corpus::Manifest const& manifest, std::string_view file)
{
    auto const* const entry = manifest.find(file);
    if (entry == nullptr) {
        return {"", "", "reference"};  // a file of the replaced application
    }
    return {entry->model.value_or(""), entry->model_revision.value_or(""), entry->text_profile.value_or("reference")};
}

bool is_embeddings_name(std::string_view name)
{
    return name.ends_with(".npz") && name.find("_embeddings") != std::string_view::npos;
}

Result<void> refuse_mixing(PrecomputeRequest const& request, std::vector<VectorTexts> const& sets,
                           corpus::Manifest const& manifest, Origin const& origin)
{
    std::error_code error;
    for (auto const& entry : fs::directory_iterator{request.data_folder, error}) {
        auto const name = entry.path().filename().string();
        auto const replaced = std::ranges::find(sets, name, &VectorTexts::file) != sets.end() ||
                              std::ranges::find(request.obsolete, name) != request.obsolete.end();
        if (replaced || !is_embeddings_name(name)) {
            continue;
        }
        if (auto const found = origin_in(manifest, name); found != origin) {
            return fail(ErrorCode::conflict,
                        fmt::format("{}: made with model '{}' revision '{}', text profile '{}', and would stay beside "
                                    "vectors of '{}' '{}', '{}', with which it cannot be compared; run 'kewp "
                                    "precompute all', or remove that file",
                                    entry.path().string(), found.model, found.revision, found.profile, origin.model,
                                    origin.revision, origin.profile));
        }
    }
    return {};
}

/// Rows of the present files whose texts have not changed.
Result<VectorsByText> kept_vectors(PrecomputeRequest const& request, std::vector<VectorTexts> const& sets,
                                   corpus::Manifest const& manifest, Origin const& origin,
                                   std::vector<PrecomputedFile>& files)
{
    VectorsByText kept;
    auto const hashes = read_text_hashes(request.data_folder);
    if (!hashes) {
        return fail(hashes.error());
    }
    for (std::size_t i = 0; i < sets.size(); ++i) {
        auto const& set = sets[i];
        auto const path = request.data_folder / set.file;
        if (std::error_code ignored; !fs::exists(path, ignored) || origin_in(manifest, set.file) != origin) {
            continue;
        }
        auto const present = load_npz(path);
        if (!present) {
            return fail(present.error());
        }
        for (std::size_t row = 0; row < set.ids.size(); ++row) {
            auto const* const hash = hashes->find(set.file, set.ids[row]);
            auto const vector = present->vector_of(set.ids[row]);
            if (hash != nullptr && !vector.empty() && *hash == text_hash(set.texts[row])) {
                kept.insert_or_assign(crypto::sha256(set.texts[row]), std::vector<float>(vector.begin(), vector.end()));
                ++files[i].kept;
            }
        }
    }
    return kept;
}

/// The different texts, longest first: the processes then end at about the same time.
std::vector<EncodeTask> tasks_of(std::vector<VectorTexts> const& sets, Model const& model, VectorsByText const& known,
                                 PrecomputeReport& report)
{
    std::vector<EncodeTask> tasks;
    std::map<crypto::Digest, bool> truncated;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        for (auto const& text : sets[i].texts) {
            auto const digest = crypto::sha256(text);
            auto const [place, is_new] = truncated.try_emplace(digest, false);
            if (is_new) {
                EncodeTask task{.digest = digest, .tokens = model.tokenizer.encode(text)};
                place->second = task.tokens.truncated;
                if (!known.contains(digest)) {
                    report.tokens += task.tokens.ids.size();
                    tasks.push_back(std::move(task));
                }
            }
            report.files[i].truncated += place->second ? 1 : 0;
        }
    }
    report.texts = truncated.size();
    report.encoded = tasks.size();
    std::ranges::stable_sort(tasks, std::ranges::greater{}, [](auto const& task) { return task.tokens.ids.size(); });
    return tasks;
}

Result<void> write_set(VectorTexts const& set, VectorsByText const& vectors, std::size_t columns,
                       corpus::ImportStage& stage)
{
    std::vector<float> matrix;
    matrix.reserve(set.ids.size() * columns);
    for (auto const& text : set.texts) {
        auto const& row = vectors.at(crypto::sha256(text));
        matrix.insert(matrix.end(), row.begin(), row.end());
    }
    auto saved = save_npz(stage.path_of(set.file), set.ids, {matrix.data(), set.ids.size(), columns}, RowNorms::keep);
    if (saved) {
        stage.add(set.file, set.ids.size());
    }
    return saved;
}

std::string hash_of_all(VectorTexts const& set)
{
    std::string all;
    for (std::size_t i = 0; i < set.ids.size(); ++i) {
        all.append(set.ids[i]).append(1, '\0').append(set.texts[i]).append(1, '\0');
    }
    return crypto::hex(crypto::sha256(all));
}

Result<void> publish(corpus::ImportStage& stage, PrecomputeRequest const& request, std::vector<VectorTexts> const& sets,
                     Origin const& origin)
{
    auto hashes = read_text_hashes(request.data_folder);
    if (!hashes) {
        return fail(hashes.error());
    }
    for (auto const& set : sets) {
        auto& of_file = hashes->files[set.file];
        of_file.clear();
        for (std::size_t i = 0; i < set.ids.size(); ++i) {
            of_file.insert_or_assign(set.ids[i], text_hash(set.texts[i]));
        }
    }
    if (auto written = stage.write(kTextHashesName, hashes->to_json(), std::nullopt); !written) {
        return written;
    }
    return stage.publish(
        [&](corpus::ManifestFile& file) {
            auto const set = std::ranges::find(sets, file.name, &VectorTexts::file);
            file.source = set->source;
            file.source_version = set->version;
            file.model = origin.model;
            file.model_revision = origin.revision;
            file.text_profile = origin.profile;
            file.text_sha256 = hash_of_all(*set);
        },
        request.obsolete);
}

}  // namespace

Result<PrecomputeReport> run_precompute(PrecomputeRequest const& request, std::vector<VectorTexts> const& sets,
                                        corpus::Progress& progress)
{
    if (sets.empty()) {
        return fail(ErrorCode::invalid_argument,
                    request.data_folder.string() + ": holds nothing to encode; run 'kewp import' first");
    }
    auto stage = corpus::ImportStage::open(request.data_folder);
    if (!stage) {
        return fail(stage.error());
    }
    auto const model = load_model(request.model_folder, request.precision);
    if (!model) {
        return fail(model.error());
    }
    auto const read = corpus::read_manifest(request.data_folder);
    if (!read) {
        return fail(read.error());
    }
    auto const manifest = read->value_or(corpus::Manifest{});
    Origin const origin{model->name, model->revision, request.text_profile};
    if (auto unmixed = refuse_mixing(request, sets, manifest, origin); !unmixed) {
        return fail(unmixed.error());
    }
    PrecomputeReport report;
    report.dry_run = request.dry_run;
    for (auto const& set : sets) {
        report.files.push_back({.name = set.file, .rows = set.ids.size()});
    }
    VectorJournal const journal{request.data_folder / ".precompute",
                                fmt::format("{} {}", model->revision, name_of(model->weights.precision())),
                                model->columns()};
    auto known = journal.read();
    if (!known) {
        return fail(known.error());
    }
    if (request.only_changed) {
        auto kept = kept_vectors(request, sets, manifest, origin, report.files);
        if (!kept) {
            return fail(kept.error());
        }
        kept->merge(*known);
        *known = std::move(*kept);
    }
    auto const tasks = tasks_of(sets, *model, *known, report);
    report.resumed = request.only_changed ? 0 : report.texts - report.encoded;
    if (request.dry_run) {
        return report;
    }
    auto const start = std::chrono::steady_clock::now();
    if (auto encoded = encode_in_processes(*model, tasks, request.split, journal, progress); !encoded) {
        return fail(encoded.error());
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto made = journal.read();
    if (!made) {
        return fail(made.error());
    }
    known->merge(*made);
    for (auto const& set : sets) {
        if (auto written = write_set(set, *known, model->columns(), *stage); !written) {
            return fail(written.error());
        }
    }
    if (auto published = publish(*stage, request, sets, origin); !published) {
        return fail(published.error());
    }
    journal.clear();
    return report;
}

std::string to_text(PrecomputeReport const& report)
{
    std::string text;
    for (auto const& file : report.files) {
        text += fmt::format("{}: {} rows", file.name, file.rows);
        text += file.kept > 0 ? fmt::format(", {} unchanged", file.kept) : "";
        text += file.truncated > 0 ? fmt::format(", {} texts longer than the model reads", file.truncated) : "";
        text += "\n";
    }
    text += report.resumed > 0 ? fmt::format("{} texts were there from an interrupted run\n", report.resumed) : "";
    if (report.dry_run) {
        return text + fmt::format("would encode {} of {} different texts, {} tokens; nothing was written\n",
                                  report.encoded, report.texts, report.tokens);
    }
    return text + fmt::format("encoded {} of {} different texts, {} tokens in {:.1f} s ({:.0f} tokens/s)\n",
                              report.encoded, report.texts, report.tokens, report.seconds,
                              report.seconds > 0 ? static_cast<double>(report.tokens) / report.seconds : 0.0);
}

}  // namespace kewp::embed
