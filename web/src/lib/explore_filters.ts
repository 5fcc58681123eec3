import { isResource, kFacts, type Resource } from './subjects';

/** What the explore page shows; all of it lives in the address, under the names that the API has where it has one. */
export interface ExploreState {
  resource: Resource;
  show: 'mappings' | 'gaps';
  page: number;
  /** A column of the API, with `-` before it for the reverse; empty: newest first. */
  sort: string;
  filters: Filters;
}

export interface Filters {
  q: string;
  ke_id: string;
  target_id: string;
  aop_id: string;
  level: string;
  confidence_level: string;
  proposed_by: string;
  approved_from: string;
  approved_to: string;
}

export type FilterName = keyof Filters;

export const kFilterNames: readonly FilterName[] = [
  'q',
  'ke_id',
  'target_id',
  'aop_id',
  'level',
  'confidence_level',
  'proposed_by',
  'approved_from',
  'approved_to',
];

/** Those that make sense for Key Events without a mapping. */
export const kGapFilters: readonly FilterName[] = ['q', 'aop_id', 'level'];

export const kFilterLabels: Readonly<Record<FilterName, string>> = {
  q: 'Text',
  ke_id: 'Key Event',
  target_id: 'Target',
  aop_id: 'AOP',
  level: 'Level',
  confidence_level: 'Confidence',
  proposed_by: 'Curator',
  approved_from: 'Approved from',
  approved_to: 'Approved to',
};

export const kPerPage = 25;
const kNoFilters = Object.fromEntries(kFilterNames.map((name) => [name, ''])) as unknown as Filters;

export function readExplore(parameters: URLSearchParams): ExploreState {
  const resource = parameters.get('resource');
  const page = Number(parameters.get('page') ?? '1');
  const filters = { ...kNoFilters };
  for (const name of kFilterNames) {
    filters[name] = (parameters.get(name) ?? '').trim();
  }
  return {
    resource: isResource(resource) ? resource : 'wikipathways',
    show: parameters.get('show') === 'gaps' ? 'gaps' : 'mappings',
    page: Number.isInteger(page) && page > 0 ? page : 1,
    sort: parameters.get('sort') ?? '',
    filters,
  };
}

/** The shortest address that `readExplore` reads as `state`. */
export function writeExplore(state: ExploreState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (state.resource !== 'wikipathways') {
    parameters.set('resource', state.resource);
  }
  if (state.show === 'gaps') {
    parameters.set('show', 'gaps');
  }
  for (const name of kFilterNames) {
    if (state.filters[name] !== '') {
      parameters.set(name, state.filters[name]);
    }
  }
  if (state.sort !== '') {
    parameters.set('sort', state.sort);
  }
  if (state.page > 1) {
    parameters.set('page', String(state.page));
  }
  return parameters;
}

/** Filters and order as the collection of the resource takes them; pages are added by those who want one. */
export function collectionQuery(state: ExploreState): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of kFilterNames) {
    const value = state.filters[name];
    if (value !== '') {
      query.set(name === 'target_id' ? kFacts[state.resource].idField : name, normalised(name, value));
    }
  }
  if (state.sort !== '') {
    query.set('sort', state.sort.replace('target_id', kFacts[state.resource].idField));
  }
  return query;
}

/** The API takes ids in their one form only; people write them in several. */
function normalised(name: FilterName, value: string): string {
  if (name === 'ke_id') {
    return value
      .split(',')
      .map((one) => one.trim().replace(/^(?:KE[\s:_-]*)?0*(\d+)$/i, 'KE $1'))
      .join(',');
  }
  if (name === 'aop_id') {
    return value.replace(/^\s*AOP[\s:_-]*/i, '');
  }
  return name === 'target_id' ? value.toUpperCase() : value;
}

/** The address of everything that the filters let through, as a file. */
export function downloadAddress(state: ExploreState, format: 'csv' | 'ndjson'): string {
  const query = collectionQuery(state);
  query.set('format', format);
  return `${kFacts[state.resource].collection}?${query.toString()}`;
}

/** The other direction of a column, or its first one: names and ids from the start, times and confidence from the top. */
export function nextSort(current: string, column: string): string {
  const first = column === 'approved_at' || column === 'confidence_level' ? `-${column}` : column;
  const second = first === column ? `-${column}` : column;
  return current === first ? second : first;
}

export function sortDirection(current: string, column: string): 'ascending' | 'descending' | 'none' {
  if (current === column) {
    return 'ascending';
  }
  return current === `-${column}` ? 'descending' : 'none';
}
