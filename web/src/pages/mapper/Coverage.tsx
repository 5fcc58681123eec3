import { kResourceLabels, type Resource } from '@/lib/resources';
import { counted } from '@/lib/format';

const kOrder: readonly Resource[] = ['wikipathways', 'go', 'reactome'];
const kShort: Record<Resource, string> = { wikipathways: 'WP', go: 'GO', reactome: 'R' };

/** Which resources a Key Event has approved mappings to: filled or hollow, with the number. */
export function Coverage({ mappings }: { mappings: Record<Resource, number> }) {
  const text = kOrder.map((one) => `${kResourceLabels[one]}: ${counted(mappings[one], 'mapping')}`).join(', ');
  return (
    <span className="mapper-coverage" title={text}>
      <span className="visually-hidden">{text}</span>
      {kOrder.map((one) => (
        <span key={one} aria-hidden="true" data-filled={mappings[one] > 0 || undefined}>
          {kShort[one]} {mappings[one] > 0 ? mappings[one] : '–'}
        </span>
      ))}
    </span>
  );
}
