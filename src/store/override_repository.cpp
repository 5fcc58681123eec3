#include "store/override_repository.hpp"

#include "store/sql.hpp"

#include <algorithm>

namespace kewp::store {

Result<void> put_description_override(Transaction& transaction, DescriptionOverride const& record)
{
    return attempt([&]() -> Result<void> {
        Values values;
        values.text("ke_id", record.ke_id.str())
            .number("disabled", record.disabled ? 1 : 0)
            .text("updated_by", record.updated_by)
            .time("updated_at", record.updated_at == Instant{} ? now() : record.updated_at);
        auto const sql = "INSERT INTO ke_description_override (" + values.names() + ") VALUES (" + values.places() +
                         ") ON CONFLICT (ke_id) DO UPDATE SET disabled = excluded.disabled, "
                         "updated_by = excluded.updated_by, updated_at = excluded.updated_at";
        execute(transaction, sql, std::move(values));
        transaction.mark_public_change();  // what is suggested changes
        return {};
    });
}

Result<std::vector<DescriptionOverride>> list_description_overrides(Session& session)
{
    return attempt([&]() -> Result<std::vector<DescriptionOverride>> {
        std::vector<DescriptionOverride> records;
        Select rows(session, "SELECT ke_id, disabled, updated_by, updated_at FROM ke_description_override", "tntt");
        while (rows.next()) {
            DescriptionOverride record{expect(KeId::parse(rows.text()))};
            record.disabled = rows.number() != 0;
            record.updated_by = rows.text_or_null();
            record.updated_at = rows.time();
            records.push_back(std::move(record));
        }
        std::ranges::sort(records, {}, &DescriptionOverride::ke_id);
        return records;
    });
}

Result<bool> description_disabled(Session& session, KeId ke)
{
    auto const overrides = list_description_overrides(session);
    if (!overrides) {
        return fail(overrides.error());
    }
    return std::ranges::any_of(*overrides, [&](auto const& record) { return record.ke_id == ke && record.disabled; });
}

}  // namespace kewp::store
