# Prints columns of the four files as R reads them: CSV, TSV, JSON, NDJSON.
suppressPackageStartupMessages(library(jsonlite))
files <- commandArgs(trailingOnly = TRUE)
texts <- c(ke_name = "character", target_name = "character")

tables <- list(
  csv = read.csv(files[1], colClasses = texts, na.strings = character(), encoding = "UTF-8"),
  # read.delim counts quotes, but takes a # for data and leaves spaces as they are: as the file means it
  tsv = read.delim(files[2], colClasses = texts, na.strings = character(), encoding = "UTF-8"),
  json = fromJSON(files[3])$mappings,
  ndjson = stream_in(file(files[4]), verbose = FALSE)
)
columns <- c("uuid", "ke_name", "target_name", "suggestion_score")
cat(toJSON(lapply(tables, function(table) lapply(table[columns], I)), digits = NA, na = "null"))
