import { describe, expect, it } from 'vitest';
import { coverageOf, graphOf, matchesWords, type Network } from './network';

const none = { wikipathways: 0, go: 0, reactome: 0 };
const network: Network = {
  key_events: [1, 2, 3, 4].map((number) => ({
    ke_id: `KE ${number}`,
    title: `Event ${number}`,
    level: 'Cellular',
    in_release: true,
    mapped: number === 2 ? { ...none, go: 2 } : none,
  })),
  aops: [
    {
      aop_id: 'AOP 1',
      title: 'Liver fibrosis by AhR',
      oecd_status: 'Under Review',
      key_events: [
        { ke_id: 'KE 1', type: 'MIE' },
        { ke_id: 'KE 2', type: 'KE' },
        { ke_id: 'KE 3', type: 'AO' },
      ],
      relationships: [
        { upstream: 'KE 1', downstream: 'KE 2' },
        { upstream: 'KE 2', downstream: 'KE 3' },
      ],
    },
    {
      aop_id: 'AOP 12',
      title: 'Kidney failure',
      oecd_status: '',
      key_events: [
        { ke_id: 'KE 2', type: 'MIE' },
        { ke_id: 'KE 3', type: 'KE' },
      ],
      relationships: [{ upstream: 'KE 2', downstream: 'KE 3' }],
    },
  ],
};

describe('graphOf', () => {
  it('joins AOPs: each Key Event and relationship once, with all its parts', () => {
    const graph = graphOf(network, network.aops);
    expect(graph.nodes.map((node) => node.ke.ke_id)).toEqual(['KE 1', 'KE 2', 'KE 3']);
    expect(graph.edges).toEqual([
      ['KE 1', 'KE 2'],
      ['KE 2', 'KE 3'],
    ]);
    expect(graph.byId.get('KE 2')?.parts).toEqual(['MIE', 'KE']);
    expect(graph.byId.get('KE 3')?.parts).toEqual(['AO', 'KE']);
    expect(graph.byId.get('KE 2')?.upstream).toEqual(['KE 1']);
  });

  it('leaves out what no chosen AOP has, and relationships of a thing with itself', () => {
    const aop = { ...network.aops[1], relationships: [{ upstream: 'KE 2', downstream: 'KE 2' }] } as Network['aops'][number];
    const graph = graphOf(network, [aop]);
    expect(graph.nodes.map((node) => node.ke.ke_id)).toEqual(['KE 2', 'KE 3']);
    expect(graph.edges).toEqual([]);
  });
});

describe('coverageOf', () => {
  it('counts Key Events that are mapped in any resource', () => {
    expect(coverageOf(network).map((row) => `${row.mapped} of ${row.keyEvents}`)).toEqual(['1 of 3', '1 of 2']);
  });
});

describe('matchesWords', () => {
  it('finds words in any order, and a number as the number of an AOP', () => {
    const matches = (words: string) => network.aops.filter((aop) => matchesWords(aop, words)).map((aop) => aop.aop_id);
    expect(matches('fibrosis liver')).toEqual(['AOP 1']);
    expect(matches('1')).toEqual(['AOP 1']);
    expect(matches('aop 12')).toEqual(['AOP 12']);
    expect(matches('')).toEqual(['AOP 1', 'AOP 12']);
    expect(matches('liver kidney')).toEqual([]);
  });
});
