// Reads and writes embeddings files for npz_numpy_test.py.
//
//   npz_tool read FILE           a line "rows cols renormalised zero-rows", then "id<TAB>value<TAB>…" for each row
//   npz_tool write FILE [keep]   writes FILE from such rows on standard input
//
// Values are printed with nine digits, which give back the same float. An error goes to standard error, status 1.

#include "base/text.hpp"
#include "embed/npz.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {

int fail_with(kewp::Error const& error)
{
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return 1;
}

int read(char const* file)
{
    auto const set = kewp::embed::load_npz(file, kewp::embed::ChecksumPolicy::all);
    if (!set) {
        return fail_with(set.error());
    }
    std::printf("%zu %zu %zu %zu\n", set->size(), set->cols(), set->renormalised(), set->zero_rows().size());
    for (std::size_t i = 0; i < set->size(); ++i) {
        std::printf("%s", set->ids()[i].c_str());
        for (float const value : set->matrix().row(i)) {
            std::printf("\t%.9g", static_cast<double>(value));
        }
        std::printf("\n");
    }
    return 0;
}

int write(char const* file, bool keep)
{
    std::vector<std::string> ids;
    std::vector<float> values;
    for (std::string line; std::getline(std::cin, line);) {
        auto const fields = kewp::text::split(line, '\t');
        ids.emplace_back(fields[0]);
        for (std::size_t i = 1; i < fields.size(); ++i) {
            values.push_back(std::strtof(std::string(fields[i]).c_str(), nullptr));
        }
    }
    std::size_t const cols = ids.empty() ? 0 : values.size() / ids.size();
    auto const saved = kewp::embed::save_npz(file, ids, {values.data(), ids.size(), cols},
                                             keep ? kewp::embed::RowNorms::keep : kewp::embed::RowNorms::normalise);
    return saved ? 0 : fail_with(saved.error());
}

}  // namespace

int main(int argc, char** argv)
{
    std::string_view const command = argc > 1 ? argv[1] : "";
    if (command == "read" && argc == 3) {
        return read(argv[2]);
    }
    if (command == "write" && (argc == 3 || argc == 4)) {
        return write(argv[2], argc == 4 && std::string_view(argv[3]) == "keep");
    }
    std::fprintf(stderr, "usage: npz_tool read FILE | npz_tool write FILE [keep]\n");
    return 2;
}
