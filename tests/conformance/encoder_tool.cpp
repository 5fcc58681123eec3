// Runs tokenizer and encoder for the tests that compare them with other programs.
//
//   encoder_tool tokens MODEL             for each text the ids, separated by spaces, in a line
//   encoder_tool vectors MODEL fp32|bf16 [BATCH]   for each text its vector, as little-endian floats without anything
//   between
//
// Texts come from standard input, each ended by a NUL (so that a text may hold line ends). BATCH texts are encoded at a
// time (all). An error goes to standard error, status 1.

#include "embed/encoder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

using namespace kewp::embed;

std::vector<std::string> read_texts()
{
    std::vector<std::string> texts;
    for (std::string text; std::getline(std::cin, text, '\0');) {
        texts.push_back(text);
    }
    return texts;
}

template <class T>
T value_or_exit(kewp::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(EXIT_FAILURE);
    }
    return std::move(*result);
}

void print_tokens(char const* folder)
{
    auto const settings = value_or_exit(read_model_settings(folder));
    auto const tokenizer = value_or_exit(WordPiece::open(std::string(folder) + "/vocab.txt", settings.tokenizer));
    for (auto const& text : read_texts()) {
        char const* before = "";
        for (auto const id : tokenizer.encode(text).ids) {
            std::printf("%s%u", before, id);
            before = " ";
        }
        std::printf("\n");
    }
}

void print_vectors(char const* folder, std::string_view precision, std::size_t batch)
{
    auto const model = value_or_exit(load_model(folder, precision == "bf16" ? Precision::bf16 : Precision::fp32));
    Encoder encoder{model};
    std::vector<Tokens> tokens;
    for (auto const& text : read_texts()) {
        tokens.push_back(model.tokenizer.encode(text));
    }
    std::size_t count = 0;
    auto const start = std::chrono::steady_clock::now();
    for (std::size_t begin = 0; begin < tokens.size(); begin += batch) {
        std::vector<Tokens const*> part;
        for (auto i = begin; i < std::min(begin + batch, tokens.size()); ++i) {
            part.push_back(&tokens[i]);
            count += tokens[i].ids.size();
        }
        std::vector<float> rows(part.size() * model.columns());
        encoder.encode(part, rows);
        std::fwrite(rows.data(), sizeof(float), rows.size(), stdout);
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - start;
    std::fprintf(stderr, "%zu tokens, %.0f tokens/s\n", count, static_cast<double>(count) / took.count());
}

}  // namespace

int main(int argc, char** argv)
{
    std::string_view const command = argc > 1 ? argv[1] : "";
    if (command == "tokens" && argc == 3) {
        print_tokens(argv[2]);
    } else if (command == "vectors" && (argc == 4 || argc == 5)) {
        print_vectors(argv[2], argv[3], argc == 5 ? std::strtoul(argv[4], nullptr, 10) : ~std::size_t{0} / 2);
    } else {
        std::fprintf(stderr, "usage: encoder_tool tokens MODEL | encoder_tool vectors MODEL fp32|bf16 [BATCH]\n");
        return 2;
    }
    return 0;
}
