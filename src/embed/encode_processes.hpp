#pragma once

#include "base/result.hpp"
#include "corpus/progress.hpp"
#include "embed/encoder.hpp"
#include "embed/vector_journal.hpp"

#include <cstddef>
#include <span>

namespace kewp::embed {

/// A text to encode.
struct EncodeTask {
    crypto::Digest digest{};
    Tokens tokens;
};

/// How the work is divided. It changes nothing in the vectors.
struct EncodeSplit {
    std::size_t processes = 1;
    std::size_t batch_tokens = Encoder::kTokensAtOnce;  ///< of the texts that are taken at once
};

/// Encodes `tasks` in child processes, which share the model, and writes each vector to the journal as soon as it is
/// made. Shows progress in tokens. The caller has no thread. On error, and when the program is killed, what was made
/// stays in the journal. Errors: io, internal (a process died; the message says of which signal).
[[nodiscard]] Result<void> encode_in_processes(Model const& model, std::span<EncodeTask const> tasks,
                                               EncodeSplit const& split, VectorJournal const& journal,
                                               corpus::Progress& progress);

}  // namespace kewp::embed
