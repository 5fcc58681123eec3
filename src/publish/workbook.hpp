#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "publish/sink.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace kewp::publish {

/// An Excel file in the making (libxlsxwriter), in constant memory: rows go to disk as they come, so they are written
/// from top to bottom and sheet after sheet.
class Workbook {
public:
    struct Properties {
        std::string title;
        std::string author;
        Instant time;  ///< stated as creation: the same content makes the same bytes
    };

    /// A nameless file in `folder`. Error: io naming the folder and the reason.
    [[nodiscard]] static Result<Workbook> create(std::filesystem::path const& folder, Properties const& properties);
    Workbook(Workbook&& other) noexcept;
    Workbook(Workbook const&) = delete;
    Workbook& operator=(Workbook const&) = delete;
    Workbook& operator=(Workbook&&) = delete;
    ~Workbook();

    /// Later cells go there. `name` has 1 to 31 characters, none of `[]:*?/\`, and is new.
    void begin_sheet(std::string const& name);
    void set_width(std::uint16_t column, double characters);
    /// The first row stays in sight.
    void freeze_first_row();

    void text(std::uint32_t row, std::uint16_t column, std::string const& text, bool bold = false);
    void number(std::uint32_t row, std::uint16_t column, double number);

    /// Ends the file and hands it over. Error: io, those of the sink.
    [[nodiscard]] Result<void> finish(Sink const& sink) &&;

private:
    Workbook(UniqueFd file, std::string folder);

    UniqueFd file_;
    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* bold_ = nullptr;
    bool failed_ = false;
};

}  // namespace kewp::publish
