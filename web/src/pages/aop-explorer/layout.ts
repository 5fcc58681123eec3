/** Size of a Key Event's box and the room around it, in model units (pixels at a zoom of 1). */
export const kBox = { width: 190, height: 84 } as const;
const kGapX = 90;
const kGapY = 26;
const kPackGap = 110;
const kSweeps = 8;
/** Wider than high, as screens are. */
const kAspect = 1.7;

export interface Point {
  x: number;
  y: number;
}

export interface Layout {
  /** Centre of each box. */
  positions: ReadonlyMap<string, Point>;
  /** By how much an edge bows out, 0: straight. Those that pass a layer, or run backwards, would lie behind boxes. */
  bends: readonly number[];
  width: number;
  height: number;
}

type Edge = readonly [string, string];

interface Block {
  layers: string[][];
  y: Map<string, number>;
  layerOf: Map<string, number>;
  width: number;
  height: number;
}

/** Sets of nodes that hang together, in the order of their first node. */
function components(ids: readonly string[], edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [from, to] of edges) {
    next.get(from)?.push(to);
    next.get(to)?.push(from);
  }
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const id of ids) {
    if (seen.has(id)) {
      continue;
    }
    seen.add(id);
    const part = [id];
    for (let at = 0; at < part.length; at += 1) {
      for (const other of next.get(part[at] ?? '') ?? []) {
        if (!seen.has(other)) {
          seen.add(other);
          part.push(other);
        }
      }
    }
    found.push(part);
  }
  return found;
}

/** The edges without those that close a cycle, by a depth-first walk that starts where nothing leads to. */
function acyclic(ids: readonly string[], edges: readonly Edge[]): Edge[] {
  const out = new Map<string, Edge[]>(ids.map((id) => [id, []]));
  const hasIn = new Set<string>();
  for (const edge of edges) {
    out.get(edge[0])?.push(edge);
    hasIn.add(edge[1]);
  }
  const state = new Map<string, 'open' | 'done'>();
  const kept: Edge[] = [];
  const starts = [...ids.filter((id) => !hasIn.has(id)), ...ids.filter((id) => hasIn.has(id))];
  for (const start of starts) {
    if (state.has(start)) {
      continue;
    }
    const stack = [{ id: start, at: 0 }];
    state.set(start, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = out.get(top.id)?.[top.at];
      top.at += 1;
      if (edge === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge[1]) !== 'open') {
        kept.push(edge);
        if (!state.has(edge[1])) {
          state.set(edge[1], 'open');
          stack.push({ id: edge[1], at: 0 });
        }
      }
    }
  }
  return kept;
}

function neighbours(ids: readonly string[], edges: readonly Edge[]) {
  const before = new Map<string, string[]>(ids.map((id) => [id, []]));
  const after = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const [from, to] of edges) {
    after.get(from)?.push(to);
    before.get(to)?.push(from);
  }
  return { before, after };
}

/** Each node one layer behind the last that leads to it; those that nothing leads to stand close to what they lead to. */
function layersOf(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const { before, after } = neighbours(ids, edges);
  const waiting = new Map(ids.map((id) => [id, before.get(id)?.length ?? 0]));
  const order = ids.filter((id) => waiting.get(id) === 0);
  const layer = new Map<string, number>(order.map((id) => [id, 0]));
  for (let at = 0; at < order.length; at += 1) {
    const id = order[at] ?? '';
    for (const to of after.get(id) ?? []) {
      layer.set(to, Math.max(layer.get(to) ?? 0, (layer.get(id) ?? 0) + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) {
        order.push(to);
      }
    }
  }
  for (const id of ids) {
    const following = (after.get(id) ?? []).map((to) => layer.get(to) ?? 0);
    if ((before.get(id)?.length ?? 0) === 0 && following.length > 0) {
      layer.set(id, Math.min(...following) - 1);
    }
  }
  return layer;
}

function mean(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Puts the boxes of a layer as near to where they want to be as their order and the room between them allow. */
function settle(layer: readonly string[], y: Map<string, number>, wanted: (id: string) => number | undefined): void {
  const step = kBox.height + kGapY;
  const wishes = layer.map((id) => wanted(id) ?? y.get(id) ?? 0);
  const placed: number[] = [];
  wishes.forEach((wish, at) => placed.push(at === 0 ? wish : Math.max(wish, (placed[at - 1] ?? 0) + step)));
  const shift = mean(placed.map((value, at) => value - (wishes[at] ?? 0))) ?? 0;
  layer.forEach((id, at) => y.set(id, (placed[at] ?? 0) - shift));
}

function block(ids: readonly string[], edges: readonly Edge[]): Block {
  const forward = acyclic(ids, edges);
  const layerOf = layersOf(ids, forward);
  const { before, after } = neighbours(ids, forward);
  const layers: string[][] = [];
  for (const id of ids) {
    const layer = layerOf.get(id) ?? 0;
    (layers[layer] ??= []).push(id);
  }
  const y = new Map<string, number>();
  layers.forEach((layer) => layer.forEach((id, at) => y.set(id, (at - (layer.length - 1) / 2) * (kBox.height + kGapY))));
  for (let sweep = 0; sweep < kSweeps; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const wish = (id: string) => mean(((down ? before : after).get(id) ?? []).map((other) => y.get(other) ?? 0));
      const rank = new Map(layer.map((id) => [id, wish(id) ?? y.get(id) ?? 0]));
      layer.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
      settle(layer, y, wish);
    }
  }
  const all = [...y.values()];
  const top = all.reduce((a, b) => Math.min(a, b), Infinity);
  const bottom = all.reduce((a, b) => Math.max(a, b), -Infinity);
  y.forEach((value, id) => y.set(id, value - top));
  return { layers, y, layerOf, width: (layers.length - 1) * (kBox.width + kGapX) + kBox.width, height: bottom - top + kBox.height };
}

/** Bends grow with the number of layers that an edge passes. Seen along the edge they bow to the left: forward ones above
    the boxes, backward ones below. */
function bend(from: number, to: number): number {
  const span = to - from;
  return span === 1 ? 0 : -(50 + 26 * Math.abs(span));
}

/**
 * Causes left, effects right: layers by longest path, ordered by the mean of their neighbours; parts that do not hang
 * together are packed in rows, large ones first. The same graph always looks the same.
 */
export function layeredLayout(ids: readonly string[], edges: readonly Edge[]): Layout {
  const inside = new Map<string, number>();
  const parts = components(ids, edges);
  parts.forEach((part, at) => part.forEach((id) => inside.set(id, at)));
  const edgesOf = parts.map(() => [] as Edge[]);
  for (const edge of edges) {
    edgesOf[inside.get(edge[0]) ?? -1]?.push(edge);
  }
  const blocks = parts.map((part, at) => block(part, edgesOf[at] ?? []));
  const area = blocks.reduce((sum, one) => sum + (one.width + kPackGap) * (one.height + kPackGap), 0);
  const widest = blocks.reduce((most, one) => Math.max(most, one.width), 0);
  const limit = Math.max(widest, Math.sqrt(area * kAspect));
  const layerOf = new Map<string, number>();
  const positions = new Map<string, Point>();
  let x = 0;
  let top = 0;
  let rowHeight = 0;
  let width = 0;
  for (const one of [...blocks].sort((a, b) => b.height - a.height || b.width - a.width)) {
    if (x > 0 && x + one.width > limit) {
      x = 0;
      top += rowHeight + kPackGap;
      rowHeight = 0;
    }
    for (const [id, value] of one.y) {
      const layer = one.layerOf.get(id) ?? 0;
      layerOf.set(id, layer);
      positions.set(id, { x: x + layer * (kBox.width + kGapX) + kBox.width / 2, y: top + value + kBox.height / 2 });
    }
    x += one.width + kPackGap;
    width = Math.max(width, x - kPackGap);
    rowHeight = Math.max(rowHeight, one.height);
  }
  return {
    positions,
    bends: edges.map(([from, to]) => bend(layerOf.get(from) ?? 0, layerOf.get(to) ?? 0)),
    width,
    height: top + rowHeight,
  };
}
