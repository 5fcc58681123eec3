import { useState } from 'react';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Table } from '@/ui/Table';
import { Marks } from './Marks';
import { isGap, levelName } from './look';
import type { Graph } from './network';

const kRows = 100;

interface Props {
  graph: Graph;
  chosen: string | undefined;
  gaps: boolean;
  onChoose: (id: string) => void;
}

/** The same as the drawing, for reading: a row for each Key Event with what leads to it and what it leads to. */
export function NetworkTable({ graph, chosen, gaps, onChoose }: Props) {
  const [shown, setShown] = useState(kRows);
  const rows = gaps ? graph.nodes.filter(isGap) : graph.nodes;
  const links = (ids: readonly string[]) =>
    ids.map((id) => (
      <button key={id} type="button" className="aop-explorer-pick" title={graph.byId.get(id)?.ke.title} onClick={() => onChoose(id)}>
        {id}
      </button>
    ));
  return (
    <>
      <Table caption="Key Events of the network" head={['Key Event', 'Type', 'Level', 'Mapped', 'Caused by', 'Leads to']}>
        {rows.slice(0, shown).map((node) => (
          <tr key={node.ke.ke_id} aria-current={node.ke.ke_id === chosen || undefined} className="aop-explorer-row">
            <th scope="row">
              <button type="button" className="aop-explorer-pick" onClick={() => onChoose(node.ke.ke_id)}>
                <span className="id">{node.ke.ke_id}</span> {node.ke.title}
              </button>
            </th>
            <td>{node.parts.join(', ')}</td>
            <td>
              <span className="badge" data-level={levelName(node.ke.level)}>
                {levelName(node.ke.level)}
              </span>
            </td>
            <td>
              <Marks mapped={node.ke.mapped} /> {isGap(node) && <Badge tone="medium">gap</Badge>}
            </td>
            <td>{links(node.upstream)}</td>
            <td>{links(node.downstream)}</td>
          </tr>
        ))}
      </Table>
      {rows.length === 0 && <p>No gaps: every Key Event here is mapped somewhere.</p>}
      {rows.length > shown && (
        <Button onClick={() => setShown(shown + 4 * kRows)}>
          Show more of {rows.length} Key Events
        </Button>
      )}
    </>
  );
}
