#pragma once

namespace kewp::corpus {

/// A file of the data folder that the corpus is read from.
struct DataFile {
    char const* name;
    char const* consequence;  ///< what is off without it, for people
    char const* remedy;       ///< what to do about an absent or damaged one
};

inline constexpr DataFile kKeMetadata{"ke_metadata.json", "there are no Key Events: nothing can be looked up or mapped",
                                      "run 'kewp import aopwiki'"};
inline constexpr DataFile kKeGenes{"ke_genes.json",
                                   "Key Events have no genes: gene overlap does not count in suggestions",
                                   "run 'kewp import ke-genes'"};
inline constexpr DataFile kKeAopMembership{"ke_aop_membership.json", "Key Events are not listed under their AOPs",
                                           "run 'kewp import aopwiki'"};
inline constexpr DataFile kKerAdjacency{"ker_adjacency.json", "AOPs have no network of relationships",
                                        "run 'kewp import aopwiki'"};
inline constexpr DataFile kAopOecdStatus{"aop_oecd_status.json", "AOPs show no OECD status",
                                         "run 'kewp import aopwiki'"};
inline constexpr DataFile kPathwayMetadata{"pathway_metadata.json", "there are no WikiPathways targets",
                                           "run 'kewp import wikipathways'"};
inline constexpr DataFile kPathwayGenes{"wikipathways_gene_annotations.json",
                                        "the genes of WikiPathways are unknown: no gene overlap, no sizes",
                                        "run 'kewp import wikipathways'"};
inline constexpr DataFile kReactomeMetadata{"reactome_pathway_metadata.json", "there are no Reactome targets",
                                            "run 'kewp import reactome'"};
inline constexpr DataFile kReactomeGenes{"reactome_gene_annotations.json",
                                         "the genes of Reactome pathways are unknown: no gene overlap, no sizes",
                                         "run 'kewp import reactome'"};
inline constexpr DataFile kSourceVersions{"source_versions.json",
                                          "the releases of the sources are unknown: approvals carry no release stamps",
                                          "run 'kewp import' for each source"};
inline constexpr DataFile kManifestFile{
    "manifest.json", "files cannot be checked, and vectors are taken to be of the text profile 'reference'",
    "run 'kewp import' and 'kewp precompute' to make the folder anew"};

/// The files of one aspect of the Gene Ontology.
struct GoFiles {
    DataFile metadata;
    DataFile hierarchy;
    DataFile direct_genes;
    DataFile propagated_genes;
    char const* old_hierarchy_name;  ///< null when there was none
};

inline constexpr GoFiles kGoBpFiles{
    {"go_bp_metadata.json", "there are no GO biological processes among the targets", "run 'kewp import go'"},
    {"go_bp_hierarchy.json", "GO biological processes have no depth, information content or ancestors",
     "run 'kewp import go'"},
    {"go_bp_gene_annotations.json", "the directly annotated genes of GO biological processes are unknown",
     "run 'kewp import go'"},
    {"go_bp_gene_annotations_propagated.json",
     "genes of GO biological processes do not include those of their descendants", "run 'kewp import go'"},
    "go_hierarchy.json"};

inline constexpr GoFiles kGoMfFiles{
    {"go_mf_metadata.json", "there are no GO molecular functions among the targets", "run 'kewp import go'"},
    {"go_mf_hierarchy.json", "GO molecular functions have no depth, information content or ancestors",
     "run 'kewp import go'"},
    {"go_mf_gene_annotations.json", "the directly annotated genes of GO molecular functions are unknown",
     "run 'kewp import go'"},
    {"go_mf_gene_annotations_propagated.json",
     "genes of GO molecular functions do not include those of their descendants", "run 'kewp import go'"},
    nullptr};

}  // namespace kewp::corpus
