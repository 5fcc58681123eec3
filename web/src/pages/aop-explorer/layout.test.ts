import { describe, expect, it } from 'vitest';
import { kBox, layeredLayout, type Layout } from './layout';

type Edge = readonly [string, string];

function at(layout: Layout, id: string) {
  const point = layout.positions.get(id);
  if (point === undefined) {
    throw new Error(`${id} has no place`);
  }
  return point;
}

function overlaps(layout: Layout): string[] {
  const all = [...layout.positions];
  return all.flatMap(([a, one], index) =>
    all
      .slice(index + 1)
      .filter(([, other]) => Math.abs(one.x - other.x) < kBox.width && Math.abs(one.y - other.y) < kBox.height - 0.001)
      .map(([b]) => `${a} and ${b}`),
  );
}

describe('layeredLayout', () => {
  it('puts every effect to the right of its causes', () => {
    const edges: Edge[] = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'd'],
      ['d', 'c'],
      ['e', 'c'],
    ];
    const layout = layeredLayout(['a', 'b', 'c', 'd', 'e'], edges);
    edges.forEach(([from, to]) => expect(at(layout, from).x).toBeLessThan(at(layout, to).x));
    expect(at(layout, 'e').x).toBe(at(layout, 'b').x);
    expect(overlaps(layout)).toEqual([]);
  });

  it('draws a chain as a straight line, and bows an edge that passes a box', () => {
    const layout = layeredLayout(
      ['a', 'b', 'c'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'c'],
      ],
    );
    expect(new Set(['a', 'b', 'c'].map((id) => at(layout, id).y)).size).toBe(1);
    expect(layout.bends.map((bend) => bend === 0)).toEqual([true, true, false]);
  });

  it('ends with cycles, and places everything', () => {
    const layout = layeredLayout(
      ['a', 'b', 'c', 'alone'],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
    );
    expect(layout.positions.size).toBe(4);
    expect(layout.bends.map((bend) => bend === 0)).toEqual([true, true, false]);
    expect(overlaps(layout)).toEqual([]);
  });

  it('lays thousands of boxes out without overlap, each time in the same way', () => {
    const ids = Array.from({ length: 1600 }, (_, number) => `KE ${number}`);
    // A fixed sequence that looks random: the multiplier and increment of Numerical Recipes.
    let seed = 1;
    const random = (most: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % most;
    };
    const edges = Array.from({ length: 2200 }, () => [`KE ${random(1600)}`, `KE ${random(1600)}`] as const).filter(
      ([from, to]) => from !== to,
    );
    const layout = layeredLayout(ids, edges);
    expect(layout.positions.size).toBe(1600);
    expect(overlaps(layout)).toEqual([]);
    expect([...layeredLayout(ids, edges).positions]).toEqual([...layout.positions]);
  });
});
