#include "embed/model.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "corpus/json_document.hpp"
#include "embed/model_manifest.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::embed {
namespace {

/// Calls `read` with the root of a JSON file, if the file is there.
template <class Read>
Result<void> read_optional(std::filesystem::path const& file, Read read)
{
    auto const document = corpus::JsonDocument::open(file);
    if (!document) {
        return document.error().code == ErrorCode::not_found ? Result<void>{} : fail(document.error());
    }
    auto const read_all = read((*document)->root());
    auto const finished = (*document)->finish();
    return finished ? read_all : finished;
}

Result<void> read_pooling(corpus::JsonNode const& root, std::string const& file, Pooling& pooling)
{
    bool const mean = root.member("pooling_mode_mean_tokens").boolean_or(false);
    bool const first = root.member("pooling_mode_cls_token").boolean_or(false);
    bool const other = root.member("pooling_mode_max_tokens").boolean_or(false) ||
                       root.member("pooling_mode_mean_sqrt_len_tokens").boolean_or(false) ||
                       root.member("pooling_mode_weightedmean_tokens").boolean_or(false) ||
                       root.member("pooling_mode_lasttoken").boolean_or(false);
    if (mean == first || other) {
        return fail(ErrorCode::invalid_argument,
                    file +
                        ": asks for a pooling that is not supported; expected the mean of all tokens "
                        "(pooling_mode_mean_tokens) or that of [CLS] (pooling_mode_cls_token) alone");
    }
    pooling = mean ? Pooling::mean : Pooling::first;
    return {};
}

}  // namespace

char const* name_of(Pooling pooling)
{
    return pooling == Pooling::mean ? "mean" : "cls";
}

Result<ModelSettings> read_model_settings(std::filesystem::path const& folder)
{
    ModelSettings settings;
    auto config = read_bert_config(folder / "config.json");
    if (!config) {
        return fail(config.error());
    }
    settings.config = std::move(*config);
    auto tokenizer = read_tokenizer_options(folder, settings.config.positions);
    if (!tokenizer) {
        return fail(tokenizer.error());
    }
    settings.tokenizer = *tokenizer;
    auto const pooling_file = folder / "1_Pooling" / "config.json";
    if (auto read = read_optional(
            pooling_file,
            [&](auto const& root) { return read_pooling(root, pooling_file.string(), settings.pooling); });
        !read) {
        return fail(std::move(read.error()));
    }
    auto const limit = [&](auto const& root) -> Result<void> {
        auto const length = root.member("max_seq_length").integer();
        if (length && *length > 0) {
            settings.tokenizer.max_length = std::min(settings.tokenizer.max_length, static_cast<std::size_t>(*length));
        }
        return {};
    };
    if (auto read = read_optional(folder / "sentence_bert_config.json", limit); !read) {
        return fail(std::move(read.error()));
    }
    return settings;
}

Result<Model> load_model(std::filesystem::path const& folder, std::optional<Precision> precision)
{
    auto const settings = read_model_settings(folder);
    if (!settings) {
        return fail(settings.error());
    }
    auto tokenizer = WordPiece::open(folder / "vocab.txt", settings->tokenizer);
    if (!tokenizer) {
        return fail(tokenizer.error());
    }
    if (tokenizer->vocabulary_size() > settings->config.vocabulary) {
        return fail(
            ErrorCode::corrupt,
            fmt::format("{}: has {} pieces, config.json says vocab_size {}; the files are of different models",
                        (folder / "vocab.txt").string(), tokenizer->vocabulary_size(), settings->config.vocabulary));
    }
    auto identity = identify_model(folder, *settings);
    if (!identity) {
        return fail(identity.error());
    }
    auto file = Safetensors::open(folder / "model.safetensors");
    if (!file) {
        return fail(file.error());
    }
    auto const chosen = precision.value_or(multiplies_bf16() ? Precision::bf16 : Precision::fp32);
    auto weights = BertWeights::load(std::move(*file), settings->config, chosen);
    if (!weights) {
        return fail(weights.error());
    }
    return Model{.folder = folder,
                 .name = std::move(identity->name),
                 .revision = std::move(identity->revision),
                 .tokenizer = std::move(*tokenizer),
                 .weights = std::move(*weights),
                 .pooling = settings->pooling};
}

}  // namespace kewp::embed
