import { useState } from 'react';
import { counted, formatNumber } from '@/lib/format';
import { Button } from '@/ui/Button';
import './gene-overlap.css';

interface Props {
  /** Null when the server does not know them. */
  genes: readonly string[] | null;
  empty: string;
  unknown: string;
}

const kShown = 80;

/** Gene symbols, the first eighty unless all are asked for. */
export function GeneList({ genes, empty, unknown }: Props) {
  const [whole, setWhole] = useState(false);
  if (genes === null) {
    return <p className="hint">{unknown}</p>;
  }
  if (genes.length === 0) {
    return <p className="hint">{empty}</p>;
  }
  return (
    <>
      <p className="hint">{counted(genes.length, 'gene')}, by HGNC symbol.</p>
      <p className="genes">{(whole ? genes : genes.slice(0, kShown)).join(' ')}</p>
      {genes.length > kShown && (
        <Button kind="quiet" className="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show fewer' : `Show all ${formatNumber(genes.length)}`}
        </Button>
      )}
    </>
  );
}
