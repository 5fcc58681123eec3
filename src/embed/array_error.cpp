#include "embed/array_error.hpp"

namespace kewp::embed {

namespace {

constexpr std::size_t kMaxQuoted = 48;

}  // namespace

std::string remedy_for(std::string_view file)
{
    std::string_view const name = file.substr(file.find_last_of('/') + 1);
    char const* what = "all";
    if (name.starts_with("ke_")) {
        what = "ke";
    } else if (name.starts_with("pathway_")) {
        what = "wikipathways";
    } else if (name.starts_with("go_")) {
        what = "go";
    } else if (name.starts_with("reactome_")) {
        what = "reactome";
    }
    return std::string("run 'kewp precompute ") + what + "'";
}

Error file_error(std::string_view file, std::string_view text)
{
    std::string message(file);
    message.append(": ").append(text).append("; ").append(remedy_for(file));
    return Error{ErrorCode::corrupt, std::move(message)};
}

Error array_error(std::string_view file, std::string_view array, std::string_view text)
{
    std::string about = "array '";
    about.append(array).append("' ").append(text);
    return file_error(file, about);
}

std::string in_quotes(std::string_view text)
{
    std::string out = "'";
    for (char const c : text.substr(0, kMaxQuoted)) {
        out += (c >= ' ' && c <= '~') ? c : '?';
    }
    out += text.size() > kMaxQuoted ? "…'" : "'";
    return out;
}

}  // namespace kewp::embed
