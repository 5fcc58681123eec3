#include "web/dataset_source.hpp"

#include "web/deposit_state.hpp"

namespace kewp::web {

Result<publish::DatasetInfo> read_dataset(store::Session& session, Services const& services, std::string address)
{
    auto releases = DepositState{services.settings.data, false}.releases();
    auto info = publish::dataset_info(session, services.corpus, services.settings,
                                      releases ? std::move(*releases) : std::vector<publish::Release>{});
    if (info) {
        info->address = std::move(address);
    }
    return info;
}

}  // namespace kewp::web
