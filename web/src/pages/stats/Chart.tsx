import type { ReactNode } from 'react';
import { Table } from '@/ui/Table';
import { kResourceLabels, type Resource } from '@/lib/resources';
import { kResources, type Numbers } from './series';

interface Props {
  title: string;
  hint?: ReactNode;
  /** The drawing; screen readers get the table instead. */
  children: ReactNode;
  head: readonly string[];
  rows: ReactNode;
}

/** A drawing with its numbers behind it. */
export function Chart({ title, hint, children, head, rows }: Props) {
  return (
    <figure className="stats-chart card">
      <figcaption>
        <h2>{title}</h2>
        {hint !== undefined && <p className="hint">{hint}</p>}
      </figcaption>
      {children}
      <details>
        <summary>{title} as a table</summary>
        <Table caption={title} head={head}>
          {rows}
        </Table>
      </details>
    </figure>
  );
}

/** Colours of the three resources, each with its pattern so that they are told apart without colour. */
export function Patterns() {
  return (
    <svg width="0" height="0" className="stats-patterns" aria-hidden="true">
      <defs>
        {kResources.map((resource) => (
          <pattern key={resource} id={`stats-${resource}`} width="6" height="6" patternUnits="userSpaceOnUse" className={`stats-fill-${resource}`}>
            <rect width="6" height="6" />
            {resource === 'go' && <path d="M-1 7L7-1M-1 1l2-2M5 7l2-2" />}
            {resource === 'reactome' && <circle cx="3" cy="3" r="1.1" />}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

export function ResourceLegend() {
  return (
    <ul className="stats-legend" aria-label="Resources">
      {kResources.map((resource) => (
        <li key={resource}>
          <svg width="16" height="16" aria-hidden="true">
            <rect width="16" height="16" rx="2" fill={`url(#stats-${resource})`} />
          </svg>
          {kResourceLabels[resource]}
        </li>
      ))}
    </ul>
  );
}

/** The cells of the three resources and their sum. */
export function NumberCells({ numbers, link }: { numbers: Numbers; link?: (resource: Resource) => ReactNode }) {
  return (
    <>
      {kResources.map((resource) => (
        <td key={resource} className="stats-number">
          {numbers[resource] > 0 && link !== undefined ? link(resource) : numbers[resource]}
        </td>
      ))}
      <td className="stats-number">{numbers.wikipathways + numbers.go + numbers.reactome}</td>
    </>
  );
}

export const kNumberHead = [...kResources.map((resource) => kResourceLabels[resource]), 'All'];
