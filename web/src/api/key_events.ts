import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, bodyOf, getJson } from './client';

const kReleaseTime = 5 * 60_000; // reference data change with a release only

export interface KeyEventDetail {
  ke_id: string;
  ke_title: string;
  ke_description: string;
  biolevel: string;
  ke_page: string;
  aop_membership: { aop_id: string; aop_title: string }[];
  genes: string[];
}

export interface MappedTarget {
  id: string;
  title: string;
  confidence: string;
  uuid: string;
}

interface ContextRow {
  confidence_level: string;
  uuid: string;
  wp_id?: string;
  wp_title?: string;
  go_id?: string;
  go_name?: string;
  reactome_id?: string;
  pathway_name?: string;
}

interface ContextAnswer {
  wp_mappings: ContextRow[];
  go_mappings: ContextRow[];
  reactome_mappings: ContextRow[];
}

/** Key Events by words, or of one AOP, a page at a time. */
export function useKeyEvents(query: { q?: string; aop?: string; page?: number }) {
  return useQuery({
    queryKey: ['key-events', query],
    queryFn: () => bodyOf(api.GET('/api/key-events', { params: { query: { ...query, per_page: 20 } } })),
    placeholderData: keepPreviousData,
  });
}

export function useKeyEvent(id: string) {
  return useQuery({
    queryKey: ['key-event', id],
    queryFn: () => getJson<KeyEventDetail>(`/api/ke_detail/${encodeURIComponent(id)}`),
    staleTime: kReleaseTime,
    enabled: id !== '',
  });
}

export function useNeighbours(id: string) {
  return useQuery({
    queryKey: ['neighbours', id],
    queryFn: () => bodyOf(api.GET('/api/key-events/{id}/neighbours', { params: { path: { id } } })),
    staleTime: kReleaseTime,
  });
}

/** Approved mappings of a Key Event, by resource. */
export function useMapped(id: string) {
  return useQuery({
    queryKey: ['mapped', id],
    queryFn: async () => {
      const answer = await getJson<ContextAnswer>(`/api/ke_context/${encodeURIComponent(id)}`);
      const rows = (list: ContextRow[]): MappedTarget[] =>
        list.map((row) => ({
          id: row.wp_id ?? row.go_id ?? row.reactome_id ?? '',
          title: row.wp_title ?? row.go_name ?? row.pathway_name ?? '',
          confidence: row.confidence_level,
          uuid: row.uuid,
        }));
      return {
        wikipathways: rows(answer.wp_mappings),
        go: rows(answer.go_mappings),
        reactome: rows(answer.reactome_mappings),
      };
    },
  });
}

export function useAops() {
  return useQuery({
    queryKey: ['aops'],
    queryFn: () => getJson<{ aopId: string; aopTitle: string }[]>('/get_aop_options'),
    staleTime: kReleaseTime,
  });
}
