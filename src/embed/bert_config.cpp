#include "embed/bert_config.hpp"

#include "base/file.hpp"
#include "corpus/json_document.hpp"

#include <fmt/format.h>

namespace kewp::embed {
namespace {

std::size_t number(corpus::JsonNode const& root, std::string_view key, std::int64_t most)
{
    auto const node = root.member(key);
    auto const value = node.integer();
    if (!value || *value < 1 || *value > most) {
        node.report(fmt::format("a whole number from 1 to {}", most));
        return 1;
    }
    return static_cast<std::size_t>(*value);
}

Result<void> check_kind(corpus::JsonNode const& root, std::string const& name)
{
    auto const refuse = [&](std::string_view key, std::string_view expected, std::string_view found) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}: {} is '{}'; only {} can be run here", name, key, found, expected));
    };
    if (auto const type = root.member("model_type").string_or_empty(); !type.empty() && type != "bert") {
        return refuse("model_type", "'bert'", type);
    }
    if (auto const kind = root.member("position_embedding_type").string_or_empty();
        !kind.empty() && kind != "absolute") {
        return refuse("position_embedding_type", "'absolute'", kind);
    }
    auto const act = root.member("hidden_act").string_or_empty();
    if (!act.empty() && act != "gelu" && act != "gelu_new" && act != "gelu_pytorch_tanh" && act != "relu") {
        return refuse("hidden_act", "gelu, gelu_new, gelu_pytorch_tanh and relu", act);
    }
    return {};
}

}  // namespace

Result<BertConfig> read_bert_config(std::filesystem::path const& file)
{
    auto const content = read_file(file);
    return content ? parse_bert_config(*content, file.string()) : fail(content.error());
}

Result<BertConfig> parse_bert_config(std::string_view json, std::string const& name)
{
    auto const document = corpus::JsonDocument::parse(json, name);
    if (!document) {
        return fail(document.error());
    }
    auto const root = (*document)->root();
    if (auto kind = check_kind(root, name); !kind) {
        return fail(std::move(kind.error()));
    }
    BertConfig config;
    config.hidden = number(root, "hidden_size", 8192);
    config.layers = number(root, "num_hidden_layers", 128);
    config.heads = number(root, "num_attention_heads", 256);
    config.intermediate = number(root, "intermediate_size", 65'536);
    config.vocabulary = number(root, "vocab_size", 1'000'000);
    config.positions = number(root, "max_position_embeddings", 16'384);
    config.token_types = number(root, "type_vocab_size", 1024);
    if (config.hidden % config.heads != 0) {
        root.member("hidden_size").report(fmt::format("a multiple of num_attention_heads ({})", config.heads));
    }
    auto const epsilon = root.member("layer_norm_eps");
    auto const value = epsilon.number().value_or(1e-12);
    if (!(value > 0 && value < 1)) {
        epsilon.report("a number between 0 and 1");
    }
    config.norm_epsilon = static_cast<float>(value);
    auto const activation = root.member("hidden_act").string_or_empty();
    config.activation = activation == "relu"                         ? Activation::relu
                        : activation.empty() || activation == "gelu" ? Activation::gelu
                                                                     : Activation::gelu_tanh;
    config.origin = root.member("_name_or_path").string_or_empty();
    if (auto const read = (*document)->finish(); !read) {
        return fail(read.error());
    }
    return config;
}

}  // namespace kewp::embed
