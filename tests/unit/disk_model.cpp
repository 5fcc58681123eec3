#include "disk_model.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace kewp::store::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSectorBytes = 512;

std::optional<std::uint64_t> inode_of(fs::path const& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? std::optional<std::uint64_t>(status.st_ino) : std::nullopt;
}

std::string content_of(fs::path const& path)
{
    return read_file(path).value_or(std::string{});  // it may be gone again
}

bool chance(std::mt19937_64& random, unsigned percent)
{
    return random() % 100 < percent;
}

void put(std::string& content, std::uint64_t offset, std::string_view bytes)
{
    if (content.size() < offset + bytes.size()) {
        content.resize(offset + bytes.size());
    }
    content.replace(offset, bytes.size(), bytes);
}

}  // namespace

void FileOnDisk::write(std::uint64_t offset, std::string_view bytes)
{
    pending_.push_back({offset, std::string(bytes)});
}

void FileOnDisk::truncate(std::uint64_t size)
{
    pending_.push_back({size, {}, true});
}

void FileOnDisk::apply(std::string& content, Change const& change)
{
    if (change.truncates) {
        content.resize(change.offset);
    } else {
        put(content, change.offset, change.bytes);
    }
}

void FileOnDisk::apply_torn(std::string& content, Change const& change, std::mt19937_64& random)
{
    auto const end = change.offset + change.bytes.size();
    for (auto begin = change.offset; begin < end;) {
        auto const stop = std::min(end, (begin / kSectorBytes + 1) * kSectorBytes);
        if (chance(random, 50)) {
            put(content, begin, std::string_view(change.bytes).substr(begin - change.offset, stop - begin));
        }
        begin = stop;
    }
}

void FileOnDisk::flushed(std::uint64_t changes)
{
    auto const count = changes > applied_ ? std::min<std::uint64_t>(changes - applied_, pending_.size()) : 0;
    auto const end = pending_.begin() + static_cast<std::ptrdiff_t>(count);
    std::for_each(pending_.begin(), end, [&](Change const& change) { apply(durable_, change); });
    pending_.erase(pending_.begin(), end);
    applied_ += count;
}

std::string FileOnDisk::current() const
{
    auto content = durable_;
    std::ranges::for_each(pending_, [&](Change const& change) { apply(content, change); });
    return content;
}

std::string FileOnDisk::after_power_cut(std::mt19937_64& random) const
{
    // Each file draws how much of its cache got out: nothing, all, the first part, or single pieces.
    enum class Luck { none, all, first_part, pieces };
    auto const luck = static_cast<Luck>(random() % 4);
    auto const first = pending_.empty() ? 0 : random() % (pending_.size() + 1);
    auto content = durable_;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
        auto const& change = pending_[i];
        if (luck == Luck::none || (luck == Luck::first_part && i > first)) {
            break;
        }
        auto const torn = luck == Luck::pieces ? chance(random, 50) : luck == Luck::first_part && i == first;
        if (luck == Luck::pieces && chance(random, 30)) {
            continue;
        }
        if (torn && !change.truncates) {
            apply_torn(content, change, random);
        } else {
            apply(content, change);
        }
    }
    return content;
}

void Image::write_to(fs::path const& folder) const
{
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (auto const& [name, content] : files) {
        std::ofstream file(folder / name, std::ios::binary);
        if (!file.write(content.data(), static_cast<std::streamsize>(content.size()))) {
            throw std::runtime_error("cannot write the image of " + name);
        }
    }
}

Disk::Disk(fs::path folder) : folder_(fs::canonical(folder))
{
    durable_names_ = names_now();
}

bool Disk::holds(std::string_view path) const
{
    auto const& mine = folder_.native();
    return path.size() > mine.size() && path.starts_with(mine) && path[mine.size()] == '/';
}

Disk::File Disk::file_at(fs::path const& path, bool is_new)
{
    auto& known = by_inode_[inode_of(path).value_or(0)];
    // The number of a removed file is soon given to another one. Nobody has it open, so it stands still.
    if (!known.file || (known.open == 0 && (is_new || known.file->current() != content_of(path)))) {
        known = {std::make_shared<FileOnDisk>(is_new ? std::string{} : content_of(path))};
    }
    return known.file;
}

Disk::File Disk::opened(fs::path const& path, bool is_new)
{
    std::lock_guard const lock(mutex_);
    auto file = file_at(path, is_new);
    ++by_inode_[inode_of(path).value_or(0)].open;
    return file;
}

void Disk::closed(File const& file)
{
    std::lock_guard const lock(mutex_);
    for (auto& [inode, known] : by_inode_) {
        if (known.file == file) {
            --known.open;
        }
    }
}

void Disk::removed(fs::path const& path)
{
    std::lock_guard const lock(mutex_);
    if (auto const inode = inode_of(path)) {
        by_inode_.erase(*inode);  // a durable name may still hold it
    }
}

void Disk::write(File const& file, std::uint64_t offset, std::string_view bytes)
{
    std::lock_guard const lock(mutex_);
    file->write(offset, bytes);
}

void Disk::truncate(File const& file, std::uint64_t size)
{
    std::lock_guard const lock(mutex_);
    file->truncate(size);
}

std::uint64_t Disk::changes(File const& file) const
{
    std::lock_guard const lock(mutex_);
    return file->changes();
}

void Disk::flushed(File const& file, std::uint64_t changes)
{
    std::lock_guard const lock(mutex_);
    file->flushed(changes);
}

void Disk::flushed(std::uint64_t inode)
{
    std::lock_guard const lock(mutex_);
    if (auto const known = by_inode_.find(inode); known != by_inode_.end()) {
        known->second.file->flushed(known->second.file->changes());
    }
}

void Disk::folder_flushed()
{
    std::lock_guard const lock(mutex_);
    durable_names_ = names_now();
}

Disk::Names Disk::names_now()
{
    Names names;
    for (auto const& entry : fs::directory_iterator(folder_)) {
        auto const name = entry.path().filename().string();
        if (!entry.is_regular_file() || name.ends_with("-shm")) {
            continue;
        }
        names[name] = file_at(entry.path(), false);
    }
    return names;
}

Image Disk::power_cut(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::lock_guard const lock(mutex_);
    auto const now = names_now();
    auto names = durable_names_;
    names.insert(now.begin(), now.end());  // the union; which of the two counts is drawn below
    Image image;
    std::map<FileOnDisk const*, std::string> contents;  // two names of one file show the same
    auto const everything = chance(random, 25);
    auto const nothing = !everything && chance(random, 25);
    for (auto const& [name, unused] : names) {
        auto const is_now = everything || (!nothing && chance(random, 50));
        auto const& entries = is_now ? now : durable_names_;
        auto const entry = entries.find(name);
        if (entry == entries.end()) {
            continue;
        }
        auto const* file = entry->second.get();
        if (!contents.contains(file)) {
            contents[file] = file->after_power_cut(random);
        }
        image.files[name] = contents[file];
    }
    return image;
}

}  // namespace kewp::store::testing
