import { describe, expect, it } from 'vitest';
import { networkCsv, svgText } from './exports';
import { layeredLayout } from './layout';
import { boxLines, boxShape, isGap, wrapped } from './look';
import { graphOf, type Network } from './network';
import { stepFrom } from './walk';

const none = { wikipathways: 0, go: 0, reactome: 0 };
const network: Network = {
  key_events: [
    { ke_id: 'KE 1', title: 'Binding, <TCDD> & "AhR"', level: 'Molecular', in_release: true, mapped: { ...none, go: 2 } },
    { ke_id: 'KE 2', title: 'Injury', level: 'Cellular', in_release: true, mapped: none },
    { ke_id: 'KE 3', title: 'Inflammation', level: '', in_release: true, mapped: none },
    { ke_id: 'KE 4', title: 'Fibrosis', level: 'Organ', in_release: false, mapped: none },
  ],
  aops: [
    {
      aop_id: 'AOP 1',
      title: 'a',
      oecd_status: '',
      key_events: [
        { ke_id: 'KE 1', type: 'MIE' },
        { ke_id: 'KE 2', type: 'KE' },
        { ke_id: 'KE 3', type: 'KE' },
        { ke_id: 'KE 4', type: 'AO' },
      ],
      relationships: [
        { upstream: 'KE 1', downstream: 'KE 2' },
        { upstream: 'KE 1', downstream: 'KE 3' },
        { upstream: 'KE 2', downstream: 'KE 4' },
        { upstream: 'KE 3', downstream: 'KE 4' },
      ],
    },
  ],
};
const graph = graphOf(network, network.aops);
const layout = layeredLayout(
  graph.nodes.map(({ ke }) => ke.ke_id),
  graph.edges,
);

function node(id: string) {
  const found = graph.byId.get(id);
  if (found === undefined) {
    throw new Error(id);
  }
  return found;
}

describe('a box', () => {
  it('names number, part and title, and has a shape for its part', () => {
    expect(boxLines(node('KE 1'))[0]).toBe('KE 1 · MIE');
    expect(['KE 1', 'KE 2', 'KE 4'].map((id) => boxShape(node(id)))).toEqual(['cut', 'round', 'square']);
  });

  it('is a gap when it could be mapped and is not', () => {
    expect(graph.nodes.filter(isGap).map(({ ke }) => ke.ke_id)).toEqual(['KE 2', 'KE 3']);
  });
});

describe('wrapped', () => {
  it('breaks between words and says where something is left out', () => {
    expect(wrapped('one two three', 7, 2)).toEqual(['one two', 'three']);
    expect(wrapped('one two three four five', 7, 2)).toEqual(['one two', 'three…']);
    expect(wrapped('Aryl-hydrocarbon-receptor-nuclear-translocator', 20, 2)).toEqual(['Aryl-hydrocarbon-rece…']);
    expect(wrapped('', 20, 2)).toEqual(['']);
  });
});

describe('stepFrom', () => {
  it('follows relationships to the sides and columns up and down', () => {
    expect(stepFrom(graph, layout, undefined, 'right')).toBe('KE 1');
    const second = stepFrom(graph, layout, 'KE 1', 'right');
    expect(['KE 2', 'KE 3']).toContain(second);
    const other = second === 'KE 2' ? 'KE 3' : 'KE 2';
    const there = ['up', 'down'] as const;
    expect(there.map((direction) => stepFrom(graph, layout, second, direction))).toContain(other);
    expect(stepFrom(graph, layout, 'KE 4', 'right')).toBeUndefined();
    expect(['KE 2', 'KE 3']).toContain(stepFrom(graph, layout, 'KE 4', 'left'));
  });
});

describe('exports', () => {
  it('writes an SVG that an XML parser reads, with every box and arrow', () => {
    const parsed = new DOMParser().parseFromString(svgText(graph, layout, { ink: '#000' }), 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelectorAll('title')).toHaveLength(4);
    expect(parsed.querySelectorAll('[marker-end]')).toHaveLength(4);
    expect(parsed.querySelector('title')?.textContent).toBe('KE 1 Binding, <TCDD> & "AhR"');
  });

  it('writes a line for each Key Event', () => {
    const lines = networkCsv(graph).trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe('KE 1,"Binding, <TCDD> & ""AhR""",Molecular,MIE,,KE 2; KE 3,0,2,0');
  });
});
