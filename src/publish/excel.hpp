#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/json_ld.hpp"
#include "publish/sink.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace kewp::publish {

/// A text that no spreadsheet runs: with an apostrophe in front where it begins like a formula.
[[nodiscard]] std::string without_formula(std::string text);

/// The mappings of a selection as an Excel workbook: a README sheet (what it is, how many, what the columns mean), then
/// a sheet for each resource with those of `flat_columns()` that apply to it. Texts that would run as a formula are
/// escaped, those longer than a cell may hold (32,767 characters) cut with a mark.
///
/// An archive is written from end to start, so it is made in a nameless file of `folder` and then handed to `sink`.
/// Errors: io (naming the folder), those of database and sink.
[[nodiscard]] Result<void> write_excel(store::Session& session, corpus::Corpus const& corpus,
                                       Selection const& selection, DataSetFacts const& facts,
                                       std::filesystem::path const& folder, Sink const& sink);

}  // namespace kewp::publish
