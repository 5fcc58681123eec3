#include "base/md5.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"

#include <openssl/evp.h>

namespace kewp::crypto {

Result<std::string> md5_of_file(std::filesystem::path const& path)
{
    auto const file = MappedFile::open(path);
    if (!file) {
        return fail(file.error());
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    auto const bytes = file->bytes();
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) {
        return fail(ErrorCode::internal, path.string() + ": OpenSSL offers no MD5 here");
    }
    return hex({digest.data(), size});
}

}  // namespace kewp::crypto
