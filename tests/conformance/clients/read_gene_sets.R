# Reads a GMT file as R packages do and prints the gene sets as JSON.
suppressPackageStartupMessages(library(jsonlite))
file <- commandArgs(trailingOnly = TRUE)[1]

# As fgsea::gmtPathways: every line split at tabs, the first two fields are name and description.
lines <- strsplit(readLines(file, encoding = "UTF-8"), "\t", fixed = TRUE)
sets <- lapply(lines, function(line) I(tail(line, -2)))
names(sets) <- vapply(lines, head, "", 1)

# As clusterProfiler::read.gmt: one row per pair of term and gene.
long <- stack(lapply(sets, unclass))
stopifnot(nrow(long) == sum(lengths(sets)))

packages <- character()
if (requireNamespace("fgsea", quietly = TRUE)) {
  stopifnot(identical(fgsea::gmtPathways(file), lapply(sets, unclass)))
  packages <- c(packages, "fgsea")
}
if (requireNamespace("clusterProfiler", quietly = TRUE)) {
  stopifnot(nrow(clusterProfiler::read.gmt(file)) == nrow(long))
  packages <- c(packages, "clusterProfiler")
}
if (requireNamespace("GSEABase", quietly = TRUE)) {
  stopifnot(length(GSEABase::getGmt(file)) == length(sets))
  packages <- c(packages, "GSEABase")
}
cat(toJSON(list(sets = sets, packages = I(packages)), auto_unbox = FALSE))
