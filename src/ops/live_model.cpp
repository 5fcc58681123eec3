#include "ops/live_model.hpp"

#include <fmt/format.h>
#include <optional>

namespace kewp::ops {
namespace {

/// Why fresh vectors do not compare with the stored ones; "" when they do.
std::string difference(embed::Model const& model, suggest::VectorOrigin const& stored)
{
    if (stored.columns == 0) {
        return "no vectors are stored to compare with; run 'kewp precompute all'";
    }
    if (stored.columns != model.columns()) {
        return fmt::format("the stored vectors have {} values, the model gives {}; run 'kewp precompute all'",
                           stored.columns, model.columns());
    }
    if (!stored.revision.empty() && stored.revision != model.revision) {
        return fmt::format(
            "the stored vectors were made with '{}' revision {}, the model is '{}' revision {}; run 'kewp "
            "precompute all'",
            stored.model, stored.revision, model.name, model.revision);
    }
    // A folder without manifest was made by the replaced application, which lowered all texts.
    if (stored.revision.empty() && !model.tokenizer.options().text.lower_case) {
        return "the stored vectors have no manifest and were made of texts in lower case, the model keeps case; run "
               "'kewp precompute all'";
    }
    return {};
}

}  // namespace

Result<LiveModel> load_live_model(config::Settings const& settings, suggest::Embeddings const& embeddings)
{
    LiveModel live;
    if (settings.model.precision == "off") {
        live.message = "switched off (model.precision)";
        return live;
    }
    std::error_code error;
    if (!std::filesystem::exists(settings.model.folder, error)) {
        live.message = "none is installed ('kewp model import'): new texts are compared by their words";
        return live;
    }
    std::optional<embed::Precision> precision;
    if (settings.model.precision != "auto") {
        precision = settings.model.precision == "bf16" ? embed::Precision::bf16 : embed::Precision::fp32;
    }
    auto model = embed::load_model(settings.model.folder, precision);
    if (!model) {
        return fail(model.error());
    }
    live.model = std::make_shared<embed::Model const>(std::move(*model));
    live.message = difference(*live.model, embeddings.origin);
    live.comparable = live.message.empty();
    return live;
}

}  // namespace kewp::ops
