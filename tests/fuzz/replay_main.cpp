// Runs a fuzz target once over stored inputs, so that builds without libFuzzer test them too.
// Usage: NAME_replay FOLDER-OR-FILE…

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputs_of(fs::path const& path)
{
    std::vector<fs::path> inputs;
    if (!fs::is_directory(path)) {
        inputs.push_back(path);
        return inputs;
    }
    for (auto const& entry : fs::recursive_directory_iterator(path)) {
        if (entry.is_regular_file()) {
            inputs.push_back(entry.path());
        }
    }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
}

}  // namespace

int main(int argc, char** argv)
{
    std::size_t count = 0;
    for (int i = 1; i < argc; ++i) {
        for (auto const& path : inputs_of(argv[i])) {
            std::ifstream file(path, std::ios::binary);
            std::vector<char> const bytes{std::istreambuf_iterator<char>(file), {}};
            if (!file.is_open()) {
                std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
                return 1;
            }
            // Names the input that a crash belongs to.
            std::printf("%s\n", path.c_str());
            std::fflush(stdout);
            LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size());
            ++count;
        }
    }
    std::printf("%zu inputs\n", count);
    return count == 0 ? 1 : 0;
}
