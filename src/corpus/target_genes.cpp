#include "corpus/target_genes.hpp"

#include "corpus/record_reading.hpp"

namespace kewp::corpus {

Result<bool> read_target_genes(FolderReader& folder, DataFile const& file, Resource resource, TargetIndex const& index,
                               GeneTable& genes, std::function<void(std::size_t, std::vector<Gene>)> const& assign)
{
    return folder.read(file, [&](JsonNode const& root, Repairs& repairs) {
        std::size_t rows = 0;
        each_record(root, {"id", "pathwayID", "go_id", "reactome_id"},
                    [&](std::string_view text, JsonNode const& record) {
                        auto const id = read_target_id(record, resource, text, repairs);
                        auto const found = id ? index.find(*id) : index.end();
                        if (found == index.end()) {
                            check_genes(record);
                            repairs.add("ids are no targets here and were left out", text);
                            return;
                        }
                        assign(found->second, as_set(read_genes(record, genes, repairs)));
                        ++rows;
                    });
        return rows;
    });
}

}  // namespace kewp::corpus
