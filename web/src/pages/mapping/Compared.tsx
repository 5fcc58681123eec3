import { isApiError } from '@/api/errors';
import { useKeyEventFacts } from '@/api/subjects';
import { useTarget } from '@/api/targets';
import type { Mapping } from '@/lib/mappings';
import { GeneOverlap } from '@/parts/GeneOverlap';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';

/** Genes of both sides of a mapping. */
export function Compared({ mapping }: { mapping: Mapping }) {
  const event = useKeyEventFacts(mapping.keId);
  const target = useTarget(mapping.resource, mapping.targetId);
  return (
    <section>
      <h2>Genes of both</h2>
      <Body />
    </section>
  );

  function Body() {
    if (event.isPending || target.isPending) {
      return <Loading lines={4} label="Loading genes" />;
    }
    const error = event.error ?? target.error;
    if (isApiError(error) && error.status === 404) {
      return (
        <EmptyState title="There is nothing to compare.">
          {event.isError ? mapping.keId : mapping.targetId} is no longer in the loaded release.
        </EmptyState>
      );
    }
    if (event.isError || target.isError) {
      return (
        <ErrorState
          error={error}
          title="The genes could not be loaded."
          onRetry={() => {
            void event.refetch();
            void target.refetch();
          }}
        />
      );
    }
    return (
      <GeneOverlap
        first={{ name: mapping.keId, genes: event.data.genes }}
        second={{ name: mapping.targetId, genes: target.data.genes }}
      />
    );
  }
}
