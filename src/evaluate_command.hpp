#pragma once

namespace CLI {
class App;
}

/// Adds `kewp evaluate`; `status` receives the exit status.
void add_evaluate_command(CLI::App& app, int& status);
