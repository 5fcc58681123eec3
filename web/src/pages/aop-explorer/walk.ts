import type { Layout } from './layout';
import type { Graph } from './network';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Where an arrow key leads: right to what the Key Event causes, left to what causes it (the one that stands closest in
 * height), up and down within the column. Without a present one, the first.
 */
export function stepFrom(graph: Graph, layout: Layout, present: string | undefined, direction: Direction): string | undefined {
  const node = present === undefined ? undefined : graph.byId.get(present);
  const here = present === undefined ? undefined : layout.positions.get(present);
  if (node === undefined || here === undefined) {
    return graph.nodes[0]?.ke.ke_id;
  }
  const y = (id: string) => layout.positions.get(id)?.y ?? 0;
  if (direction === 'left' || direction === 'right') {
    const next = direction === 'left' ? node.upstream : node.downstream;
    return [...next].sort((a, b) => Math.abs(y(a) - here.y) - Math.abs(y(b) - here.y))[0];
  }
  const column = graph.nodes
    .map(({ ke }) => ke.ke_id)
    .filter((id) => id !== present && Math.abs((layout.positions.get(id)?.x ?? NaN) - here.x) < 1);
  const beyond = column.filter((id) => (direction === 'down' ? y(id) > here.y : y(id) < here.y));
  return beyond.sort((a, b) => Math.abs(y(a) - here.y) - Math.abs(y(b) - here.y))[0];
}
