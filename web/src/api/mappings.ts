import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { mappingOf, type ApiMapping, type Mapping } from '@/lib/mappings';
import { collectionQuery, kPerPage, type ExploreState } from '@/lib/explore_filters';
import { kFacts, kResources, type Resource } from '@/lib/subjects';
import { api, bodyOf, getJson, type Schemas } from './client';

interface Collection {
  data: ApiMapping[];
  pagination: { total: number; total_pages: number; page: number };
}

export interface MappingPage {
  mappings: readonly Mapping[];
  total: number;
  pages: number;
}

async function readPage(resource: Resource, query: URLSearchParams): Promise<MappingPage> {
  const body = await getJson<Collection>(kFacts[resource].collection, Object.fromEntries(query));
  return {
    mappings: body.data.map((one) => mappingOf(resource, one)),
    total: body.pagination.total,
    pages: body.pagination.total_pages,
  };
}

/** A page of the explore list; the one before stays on the screen until it is there. */
export function useExplore(state: ExploreState) {
  const query = collectionQuery(state);
  query.set('page', String(state.page));
  query.set('per_page', String(kPerPage));
  return useQuery({
    queryKey: ['mappings', state.resource, query.toString()],
    queryFn: () => readPage(state.resource, query),
    placeholderData: keepPreviousData,
    enabled: state.show === 'mappings',
  });
}

export function useGaps(state: ExploreState) {
  const { q, aop_id, level } = state.filters;
  const query = {
    resource: state.resource,
    page: state.page,
    per_page: kPerPage,
    ...(q === '' ? {} : { q }),
    ...(aop_id === '' ? {} : { aop_id }),
    ...(level === '' ? {} : { level }),
  };
  return useQuery({
    queryKey: ['mappings', 'gaps', query],
    queryFn: () => bodyOf(api.GET('/api/coverage/gaps', { params: { query } })),
    placeholderData: keepPreviousData,
    enabled: state.show === 'gaps',
  });
}

export function useMappingFilters(resource: Resource) {
  return useQuery({
    queryKey: ['mappings', 'filters', resource],
    queryFn: () => bodyOf(api.GET('/api/mapping-filters', { params: { query: { resource } } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

const kMostListed = 200;

/** Mappings of all resources that match, at most 200 of each; `total` counts all. */
export function useMappingsIn(resources: readonly Resource[], filter: Record<string, string>, perPage = kMostListed) {
  return useQuery({
    queryKey: ['mappings', 'in', resources, filter, perPage],
    queryFn: async () => {
      const query = new URLSearchParams({ ...filter, per_page: String(perPage) });
      const pages = await Promise.all(resources.map((resource) => readPage(resource, query)));
      return {
        mappings: pages.flatMap((page) => page.mappings),
        total: pages.reduce((sum, page) => sum + page.total, 0),
        totals: Object.fromEntries(resources.map((resource, at) => [resource, pages[at]?.total ?? 0])),
      };
    },
  });
}

export function useMappingsOfKeyEvent(keId: string) {
  return useMappingsIn(kResources, { ke_id: keId });
}

export function useMappingsOfTarget(resource: Resource, targetId: string) {
  return useMappingsIn([resource], { [kFacts[resource].idField]: targetId });
}

export interface KnownMapping {
  mapping: Mapping;
  withdrawnAt: string | null;
  withdrawnReason: string | null;
  pendingProposals: number;
}

/** A mapping, also one that was withdrawn. */
export function useMapping(uuid: string) {
  return useQuery({
    queryKey: ['mappings', 'one', uuid],
    queryFn: async (): Promise<KnownMapping> => {
      const body = await bodyOf(api.GET('/api/mappings/{uuid}', { params: { path: { uuid } } }));
      const data = body.data as unknown as ApiMapping & {
        resource: Resource;
        withdrawn_at: string | null;
        withdrawn_reason: string | null;
      };
      return {
        mapping: mappingOf(data.resource, data),
        withdrawnAt: data.withdrawn_at,
        withdrawnReason: data.withdrawn_reason,
        pendingProposals: body.pending_proposals ?? 0,
      };
    },
  });
}

export function useMappingHistory(uuid: string) {
  return useQuery({
    queryKey: ['mappings', 'history', uuid],
    queryFn: async () => (await bodyOf(api.GET('/api/mappings/{uuid}/history', { params: { path: { uuid } } }))).history ?? [],
  });
}

export interface ChangeRequest extends Partial<Schemas['Answers']> {
  kind: 'change' | 'withdraw';
  reason: string;
  confidence?: 'low' | 'medium' | 'high';
  override_reason?: string;
  connection_type?: string;
}

/** Wishes that a mapping be changed or withdrawn; an admin decides. */
export async function proposeChange(uuid: string, body: ChangeRequest) {
  return bodyOf(api.POST('/api/mappings/{uuid}/proposals', { params: { path: { uuid } }, body }));
}
