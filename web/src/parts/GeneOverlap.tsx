import { useState } from 'react';
import { overlapOf } from '@/lib/overlap';
import { counted, formatNumber } from '@/lib/format';
import { Button } from '@/ui/Button';
import './gene-overlap.css';

interface Side {
  name: string;
  /** Null when the server does not know them. */
  genes: readonly string[] | null;
}

const kShown = 60;

interface Props {
  first: Side;
  second: Side;
  /** Chance of this many common genes, where the ranking has it. */
  pValue?: number | null;
  /** Headings of the columns, one below that of the section around. */
  heading?: 'h3' | 'h5';
}

/** Genes of a Key Event and of a target side by side, with what they share in the middle. */
export function GeneOverlap({ first, second, pValue = null, heading = 'h3' }: Props) {
  const unknown = [first, second].filter((side) => side.genes === null || side.genes.length === 0);
  const overlap = overlapOf(first.genes ?? [], second.genes ?? []);
  return (
    <div className="gene-overlap">
      <Circles first={first} second={second} shared={overlap.both.length} />
      {unknown.map((side) => (
        <p key={side.name} className="hint">
          {side.genes === null ? `The genes of ${side.name} are not known to this server.` : `${side.name} has no genes.`}
        </p>
      ))}
      {unknown.length === 0 && (
        <p>
          {overlap.both.length === 0
            ? 'They have no gene in common.'
            : `${counted(overlap.both.length, 'common gene')}: ${percent(overlap.both.length, first.genes)} of ${first.name}, ${percent(overlap.both.length, second.genes)} of ${second.name}.`}
          {pValue !== null && overlap.both.length > 0 && (
            <span className="hint"> By chance: p = {probability(pValue)} (hypergeometric, all annotated genes).</span>
          )}
        </p>
      )}
      <div className="gene-columns">
        <GeneColumn heading={heading} title={`Only ${first.name}`} genes={overlap.onlyFirst} />
        <GeneColumn heading={heading} title="Both" genes={overlap.both} marked />
        <GeneColumn heading={heading} title={`Only ${second.name}`} genes={overlap.onlySecond} />
      </div>
    </div>
  );
}

function percent(part: number, of: readonly string[] | null): string {
  const share = (100 * part) / new Set(of ?? []).size;
  return `${share >= 1 ? Math.round(share) : share.toFixed(1)} %`;
}

function probability(value: number): string {
  return value < 0.001 ? value.toExponential(1) : value.toFixed(3);
}

interface ColumnProps {
  heading: 'h3' | 'h5';
  title: string;
  genes: readonly string[];
  marked?: boolean;
}

function GeneColumn({ heading: Heading, title, genes, marked = false }: ColumnProps) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? genes : genes.slice(0, kShown);
  return (
    <section className="gene-column" data-marked={marked || undefined}>
      <Heading className="gene-title">
        {title} <span className="gene-number">{counted(genes.length, 'gene')}</span>
      </Heading>
      {genes.length === 0 ? <p className="hint">none</p> : <p className="genes">{shown.join(' ')}</p>}
      {genes.length > kShown && (
        <Button kind="quiet" className="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show fewer' : `Show all ${formatNumber(genes.length)}`}
        </Button>
      )}
    </section>
  );
}

/** Two circles whose areas are the sizes of the sets; where they cross is where the shared genes are, not how many. */
function Circles({ first, second, shared }: { first: Side; second: Side; shared: number }) {
  const a = new Set(first.genes ?? []).size;
  const b = new Set(second.genes ?? []).size;
  const largest = Math.max(a, b, 1);
  const radius = (size: number) => (size === 0 ? 0 : Math.max(14, 60 * Math.sqrt(size / largest)));
  const ra = radius(a);
  const rb = radius(b);
  const apart = shared === 0 ? ra + rb + 14 : Math.max(ra, rb) * 0.75 + Math.min(ra, rb) * 0.55;
  const left = 160 - (apart + rb - ra) / 2;
  return (
    <svg className="gene-circles" viewBox="0 0 320 132" role="img" aria-label={`${first.name}: ${counted(a, 'gene')}, ${second.name}: ${counted(b, 'gene')}, ${shared} in both`}>
      <circle cx={left} cy="66" r={ra} className="gc-first" />
      <circle cx={left + apart} cy="66" r={rb} className="gc-second" />
    </svg>
  );
}
