import { Link } from 'wouter';
import { useMappingsOfKeyEvent } from '@/api/mappings';
import { counted } from '@/lib/format';
import { kFacts, kResources, mapPath } from '@/lib/subjects';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { MappingTable } from './MappingTable';

/** What a Key Event is mapped to in each resource, and the way to map it where it is not. */
export function MappingsByResource({ keId }: { keId: string }) {
  const list = useMappingsOfKeyEvent(keId);
  if (list.isPending) {
    return <Loading lines={4} label="Loading mappings" />;
  }
  if (list.isError) {
    return <ErrorState error={list.error} title="The mappings could not be loaded." onRetry={() => void list.refetch()} />;
  }
  return kResources.map((resource) => {
    const mappings = list.data.mappings.filter((mapping) => mapping.resource === resource);
    const { label } = kFacts[resource];
    return (
      <section key={resource}>
        <div className="resource-head">
          <h3>
            {label} <small className="fine">{counted(list.data.totals[resource] ?? 0, 'mapping')}</small>
          </h3>
          <Link className="screen-only" href={mapPath(keId, resource)} aria-label={`Map ${keId} to ${label}`}>
            Map it
          </Link>
        </div>
        {mappings.length === 0 ? (
          <p className="hint">Nothing approved yet.</p>
        ) : (
          <MappingTable caption={`Mappings of ${keId} to ${label}`} mappings={mappings} without="key event" />
        )}
      </section>
    );
  });
}
