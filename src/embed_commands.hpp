#pragma once

namespace CLI {
class App;
}

/// Adds `kewp model` and `kewp precompute`; what they end with goes to `status`.
void add_embed_commands(CLI::App& app, int& status);
