import type { Schemas } from '@/api/client';
import type { Resource } from '@/lib/resources';

export type Network = Schemas['Network'];
export type NetworkAop = Network['aops'][number];
export type NetworkKe = Network['key_events'][number];

export const kResources: readonly Resource[] = ['wikipathways', 'go', 'reactome'];

export type Part = 'MIE' | 'KE' | 'AO';

export interface GraphNode {
  ke: NetworkKe;
  /** What it is in the chosen AOPs, most telling first. */
  parts: readonly Part[];
  upstream: readonly string[];
  downstream: readonly string[];
}

export interface Graph {
  /** In the order of the server: ascending by number. */
  nodes: readonly GraphNode[];
  byId: ReadonlyMap<string, GraphNode>;
  /** Each relationship once, whatever number of AOPs states it. */
  edges: readonly (readonly [string, string])[];
}

export function isMapped(ke: NetworkKe): boolean {
  return kResources.some((resource) => ke.mapped[resource] > 0);
}

const kPartOrder: readonly Part[] = ['MIE', 'AO', 'KE'];

function isPart(text: string): text is Part {
  return kPartOrder.some((part) => part === text);
}

/** The union of some AOPs. A Key Event is in it once, with every part that it has in one of them. */
export function graphOf(network: Network, aops: readonly NetworkAop[]): Graph {
  const parts = new Map<string, Set<Part>>();
  const downstream = new Map<string, Set<string>>();
  const upstream = new Map<string, Set<string>>();
  const edges: (readonly [string, string])[] = [];
  const slot = <T>(map: Map<string, Set<T>>, key: string): Set<T> => {
    const found = map.get(key) ?? new Set<T>();
    map.set(key, found);
    return found;
  };
  for (const aop of aops) {
    for (const { ke_id, type } of aop.key_events) {
      slot(parts, ke_id).add(isPart(type) ? type : 'KE');
    }
    for (const { upstream: from, downstream: to } of aop.relationships) {
      slot(parts, from);
      slot(parts, to);
      if (from !== to && !slot(downstream, from).has(to)) {
        slot(downstream, from).add(to);
        slot(upstream, to).add(from);
        edges.push([from, to]);
      }
    }
  }
  const nodes = network.key_events
    .filter((ke) => parts.has(ke.ke_id))
    .map((ke) => ({
      ke,
      parts: kPartOrder.filter((part) => parts.get(ke.ke_id)?.has(part)),
      upstream: [...(upstream.get(ke.ke_id) ?? [])],
      downstream: [...(downstream.get(ke.ke_id) ?? [])],
    }));
  return { nodes, byId: new Map(nodes.map((node) => [node.ke.ke_id, node])), edges };
}

export interface AopRow {
  aop: NetworkAop;
  keyEvents: number;
  mapped: number;
}

/** Each AOP with how many of its Key Events are mapped anywhere. */
export function coverageOf(network: Network): AopRow[] {
  const mapped = new Set(network.key_events.filter(isMapped).map((ke) => ke.ke_id));
  return network.aops.map((aop) => ({
    aop,
    keyEvents: aop.key_events.length,
    mapped: aop.key_events.filter(({ ke_id }) => mapped.has(ke_id)).length,
  }));
}

/** Every word has to be in the id or the title, in any order; a bare number is an AOP's. */
export function matchesWords(aop: NetworkAop, words: string): boolean {
  const hay = `${aop.aop_id} ${aop.title}`.toLowerCase();
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 1 && /^\d+$/.test(wanted[0] ?? '')) {
    return aop.aop_id === `AOP ${wanted[0] ?? ''}` || aop.title.includes(wanted[0] ?? '');
  }
  return wanted.every((word) => hay.includes(word));
}

export function shortStatus(status: string): string {
  return status === '' ? 'not stated' : status;
}
