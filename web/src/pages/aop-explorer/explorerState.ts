import { useMemo } from 'react';
import { useSearchParams } from 'wouter';

export const kOrders = ['number', 'least', 'most', 'size'] as const;
export type Order = (typeof kOrders)[number];

/** What the page shows; all of it is in the address, so that a view can be sent to someone. */
export interface ExplorerState {
  /** Ids of AOPs; `all` for every one. */
  aops: readonly string[] | 'all';
  ke: string | undefined;
  view: 'graph' | 'table';
  gaps: boolean;
  words: string;
  status: string;
  order: Order;
}

/** `1,12` or `AOP 1,AOP 12`: what is no number is left out, each is taken once. */
export function parseAops(text: string | null): readonly string[] | 'all' {
  if (text === 'all') {
    return 'all';
  }
  const numbers = (text ?? '').split(',').flatMap((part) => /^\s*(?:AOP[ :]?)?(\d+)\s*$/i.exec(part)?.[1] ?? []);
  return [...new Set(numbers.map((number) => `AOP ${Number(number)}`))];
}

export function parseState(parameters: URLSearchParams): ExplorerState {
  const ke = /^\s*(?:KE[ :]?)?(\d+)\s*$/i.exec(parameters.get('ke') ?? '')?.[1];
  return {
    aops: parseAops(parameters.get('aop')),
    ke: ke === undefined ? undefined : `KE ${Number(ke)}`,
    view: parameters.get('view') === 'table' ? 'table' : 'graph',
    gaps: parameters.get('gaps') === '1',
    words: parameters.get('q') ?? '',
    status: parameters.get('status') ?? '',
    order: kOrders.find((order) => order === parameters.get('order')) ?? 'number',
  };
}

/** The same as an address; what is as usual is left out. */
export function writeState(state: ExplorerState): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string) => value !== '' && parameters.set(name, value);
  set('aop', state.aops === 'all' ? 'all' : state.aops.map((id) => id.replace('AOP ', '')).join(','));
  set('ke', state.ke?.replace('KE ', '') ?? '');
  set('view', state.view === 'table' ? 'table' : '');
  set('gaps', state.gaps ? '1' : '');
  set('q', state.words);
  set('status', state.status);
  set('order', state.order === 'number' ? '' : state.order);
  return parameters;
}

/** `change` replaces the address; choosing AOPs is a step that the back button takes back. */
export function useExplorerState(): [ExplorerState, (change: Partial<ExplorerState>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const state = useMemo(() => parseState(parameters), [parameters]);
  const change = (to: Partial<ExplorerState>) => {
    setParameters((before) => writeState({ ...parseState(before), ...to }), { replace: to.aops === undefined });
  };
  return [state, change];
}
