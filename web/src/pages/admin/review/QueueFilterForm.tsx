import { kResourceLabels, type Resource } from '@/lib/resources';
import { Field } from '@/ui/Field';
import { kKinds, kStatuses, type QueueFilters } from './queue';

const kKindLabels: Record<(typeof kKinds)[number], string> = { new: 'new mapping', change: 'change', withdraw: 'withdrawal' };
const kStatusLabels: Record<(typeof kStatuses)[number], string> = {
  pending: 'waiting',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  any: 'any',
};

interface Props {
  filters: QueueFilters;
  onChange: (change: Partial<QueueFilters>) => void;
}

export function QueueFilterForm({ filters, onChange }: Props) {
  return (
    <div className="admin-filters" role="search" aria-label="Filter the queue">
      <Field label="State">
        {(wiring) => (
          <select {...wiring} value={filters.status} onChange={(event) => onChange({ status: kStatuses.find((one) => one === event.target.value) ?? 'pending' })}>
            {kStatuses.map((status) => (
              <option key={status} value={status}>
                {kStatusLabels[status]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Resource">
        {(wiring) => (
          <select {...wiring} value={filters.resource} onChange={(event) => onChange({ resource: event.target.value as Resource | '' })}>
            <option value="">any</option>
            {Object.entries(kResourceLabels).map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Asks for">
        {(wiring) => (
          <select {...wiring} value={filters.kind} onChange={(event) => onChange({ kind: kKinds.find((one) => one === event.target.value) ?? '' })}>
            <option value="">anything</option>
            {kKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kKindLabels[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Order">
        {(wiring) => (
          <select {...wiring} value={filters.order} onChange={(event) => onChange({ order: event.target.value === 'newest' ? 'newest' : 'oldest' })}>
            <option value="oldest">oldest first</option>
            <option value="newest">newest first</option>
          </select>
        )}
      </Field>
      <Field label="Proposed by">
        {(wiring) => (
          <input
            {...wiring}
            key={filters.proposer}
            defaultValue={filters.proposer}
            placeholder="github:alice"
            onBlur={(event) => event.target.value.trim() !== filters.proposer && onChange({ proposer: event.target.value.trim() })}
            onKeyDown={(event) => event.key === 'Enter' && onChange({ proposer: event.currentTarget.value.trim() })}
          />
        )}
      </Field>
      <label className="review-check">
        <input type="checkbox" checked={filters.stale} onChange={(event) => onChange({ stale: event.target.checked })} /> Only those that left the release
      </label>
    </div>
  );
}
