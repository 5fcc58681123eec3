#include "embed/text_hashes.hpp"

#include "base/crypto.hpp"
#include "corpus/json_document.hpp"

namespace kewp::embed {

std::string const* TextHashes::find(std::string_view file, std::string_view id) const
{
    auto const of_file = files.find(file);
    if (of_file == files.end()) {
        return nullptr;
    }
    auto const of_id = of_file->second.find(id);
    return of_id == of_file->second.end() ? nullptr : &of_id->second;
}

std::string TextHashes::to_json() const
{
    std::string json = "{";
    char const* before_file = "\n ";
    for (auto const& [file, hashes] : files) {
        json += before_file + corpus::json_string(file) + ": {";
        char const* before = "\n  ";
        for (auto const& [id, hash] : hashes) {
            json += before + corpus::json_string(id) + ": " + corpus::json_string(hash);
            before = ",\n  ";
        }
        json += "\n }";
        before_file = ",\n ";
    }
    return json + "\n}\n";
}

Result<TextHashes> read_text_hashes(std::filesystem::path const& data_folder)
{
    auto const document = corpus::JsonDocument::open(data_folder / kTextHashesName);
    if (!document) {
        return document.error().code == ErrorCode::not_found ? Result<TextHashes>{} : fail(document.error());
    }
    TextHashes hashes;
    (*document)->root().each_member([&](std::string_view file, corpus::JsonNode const& members) {
        auto& of_file = hashes.files[std::string{file}];
        members.each_member(
            [&](std::string_view id, corpus::JsonNode const& hash) { of_file.emplace(id, hash.string()); });
    });
    if (auto const read = (*document)->finish(); !read) {
        return fail(read.error());
    }
    return hashes;
}

std::string text_hash(std::string_view text)
{
    constexpr std::size_t kDigits = 16;
    return crypto::hex(crypto::sha256(text)).substr(0, kDigits);
}

}  // namespace kewp::embed
