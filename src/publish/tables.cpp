#include "publish/tables.hpp"

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "publish/csv.hpp"
#include "publish/flat_mapping.hpp"
#include "publish/pieces.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

namespace kewp::publish {
namespace {

using boost::json::object;
using boost::json::value;

using AppendRecord = void (*)(std::string& out, std::span<std::string const> fields);

Result<void> write_records(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                           AppendRecord append, Sink const& sink)
{
    Pieces pieces{sink};
    std::vector<std::string> fields;
    for (auto const& column : flat_columns()) {
        fields.emplace_back(column.name);
    }
    append(pieces.buffer(), fields);
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        auto const row = flat_row(mapping, corpus);
        std::ranges::transform(row, fields.begin(), text_of);
        append(pieces.buffer(), fields);
        return pieces.flush();
    });
    return written ? pieces.finish() : fail(written.error());
}

value value_of(Cell const& cell)
{
    struct Value {
        value operator()(std::monostate) const { return nullptr; }
        value operator()(std::string const& text) const { return value(text); }
        value operator()(std::int64_t number) const { return number; }
        value operator()(double number) const { return number; }
        value operator()(Instant time) const { return value(format_utc(time)); }
    };
    return std::visit(Value{}, cell);
}

void append_object(std::string& out, store::MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const row = flat_row(mapping, corpus);
    object members;
    for (std::size_t i = 0; i < row.size(); ++i) {
        members[flat_columns()[i].name] = value_of(row[i]);
    }
    append_json_text(out, members);
}

/// Counts what goes by.
class Statistics {
public:
    void add(store::MappingRecord const& mapping)
    {
        ++total_;
        ++resources_[name_of(mapping.resource())];
        ++confidence_[store::name_of(mapping.confidence)];
        ++connection_[mapping.claim.connection_type.value_or("undefined")];
        ++years_[format_utc(mapping.created_at).substr(0, 4)];
        ++contributors_[mapping.proposed_by.value_or(mapping.created_by.value_or("unknown"))];
    }

    [[nodiscard]] object json() const
    {
        return {{"total_mappings", total_},
                {"resource_distribution", json(resources_)},
                {"confidence_distribution", json(confidence_)},
                {"connection_type_distribution", json(connection_)},
                {"temporal_distribution", json(years_)},
                {"contributor_distribution", json(contributors_)}};
    }

private:
    using Counts = std::map<std::string, std::uint64_t>;

    static object json(Counts const& counts)
    {
        object members;
        for (auto const& [name, count] : counts) {
            members[name] = count;
        }
        return members;
    }

    std::uint64_t total_ = 0;
    Counts resources_{}, confidence_{}, connection_{}, years_{}, contributors_{};
};

object schema()
{
    boost::json::array fields;
    for (auto const& column : flat_columns()) {
        fields.push_back(
            object{{"name", column.name}, {"type", name_of(column.type)}, {"description", column.description}});
    }
    return {{"fields", std::move(fields)}};
}

}  // namespace

Result<void> write_csv(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                       Sink const& sink)
{
    return write_records(session, corpus, selection, &append_csv_record, sink);
}

Result<void> write_tsv(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                       Sink const& sink)
{
    return write_records(session, corpus, selection, &append_tsv_record, sink);
}

Result<void> write_ndjson(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                          Sink const& sink)
{
    Pieces pieces{sink};
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        append_object(pieces.buffer(), mapping, corpus);
        pieces.append("\n");
        return pieces.flush();
    });
    return written ? pieces.finish() : fail(written.error());
}

Result<void> write_json(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                        DataSetFacts const& facts, Sink const& sink)
{
    auto const time = time_of_data(session, selection);
    auto const count = count_selected(session, selection);
    if (!time || !count) {
        return fail(time ? count.error() : time.error());
    }
    object const info{{"name", facts.title},
                      {"description", facts.description},
                      {"export_timestamp", *time ? value(format_utc(**time)) : value(nullptr)},
                      {"record_count", *count},
                      {"license", facts.licence}};
    Pieces pieces{sink};
    pieces.append("{\"dataset_info\":" + to_json_text(info) + ",\n\"data_schema\":" + to_json_text(schema()) +
                  ",\n\"mappings\":[");
    Statistics statistics;
    char const* before = "\n";
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        statistics.add(mapping);
        pieces.append(before);
        before = ",\n";
        append_object(pieces.buffer(), mapping, corpus);
        return pieces.flush();
    });
    if (!written) {
        return fail(written.error());
    }
    pieces.append("\n],\n\"statistics\":" + to_json_text(statistics.json()) + "}\n");
    return pieces.finish();
}

}  // namespace kewp::publish
