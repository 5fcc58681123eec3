#pragma once

namespace CLI {
class App;
}

/// Adds `kewp deposit`; its exit status goes to `status`: 0 published, drafted or nothing new, 1 wrong settings or an
/// unexpected failure, 2 Zenodo refused or failed, 3 another run is busy.
void add_deposit_command(CLI::App& app, int& status);
