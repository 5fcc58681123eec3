import { useState } from 'react';
import { overlapOf } from '@/lib/overlap';
import { counted } from '@/lib/format';
import { Button } from '@/ui/Button';

interface Props {
  keyEvent: readonly string[];
  target: readonly string[];
  pValue: number | null;
}

const kShown = 40;

/** Genes of Key Event and target side by side, drawn to scale and listed. */
export function GeneOverlap({ keyEvent, target, pValue }: Props) {
  const { onlyFirst, both, onlySecond } = overlapOf(keyEvent, target);
  const groups = [
    { key: 'ke', label: 'Only the Key Event', genes: onlyFirst },
    { key: 'both', label: 'Both', genes: both },
    { key: 'target', label: 'Only the target', genes: onlySecond },
  ];
  const all = onlyFirst.length + both.length + onlySecond.length;
  if (all === 0) {
    return <p className="hint">No genes are known for either.</p>;
  }
  const widths = groups.map((group) => (group.genes.length / all) * 100);
  return (
    <section className="mapper-overlap" aria-label="Genes of Key Event and target">
      <h4>Genes side by side</h4>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" className="mapper-overlap-bar">
        {groups.map((group, index) => (
          <rect
            key={group.key}
            className={`mapper-overlap-${group.key}`}
            x={widths.slice(0, index).reduce((sum, width) => sum + width, 0)}
            width={widths[index]}
            height="6"
          />
        ))}
      </svg>
      <div className="mapper-overlap-columns">
        {groups.map((group) => (
          <GeneList key={group.key} label={group.label} genes={group.genes} kind={group.key} />
        ))}
      </div>
      {pValue !== null && both.length > 0 && (
        <p className="hint">
          So many common genes by chance: p = {pValue < 0.001 ? pValue.toExponential(1) : pValue.toFixed(3)} (hypergeometric, all annotated
          genes).
        </p>
      )}
    </section>
  );
}

function GeneList({ label, genes, kind }: { label: string; genes: readonly string[]; kind: string }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? genes : genes.slice(0, kShown);
  return (
    <div>
      <h5>
        <span className={`mapper-key mapper-overlap-key-${kind}`} aria-hidden="true" /> {label} <span className="hint">{counted(genes.length, 'gene')}</span>
      </h5>
      <p className="mapper-genes">{shown.join(' · ') || '–'}</p>
      {genes.length > kShown && !whole && (
        <Button kind="quiet" className="small" onClick={() => setWhole(true)}>
          Show all {genes.length}
        </Button>
      )}
    </div>
  );
}
