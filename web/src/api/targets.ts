import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { kTargetRoutes, candidateOf, suggestionsOf, type RawSuggestions, type RawTarget } from './candidates';
import { api, bodyOf, getJson } from './client';
import type { Resource, TargetKind } from '@/lib/resources';

const kReleaseTime = 5 * 60_000;

/** What the server suggests for a Key Event among the targets of one kind. */
export function useSuggestions(keId: string, kind: TargetKind, limit = 10) {
  const { suggest, aspect } = kTargetRoutes[kind];
  return useQuery({
    queryKey: ['suggestions', keId, kind, limit],
    queryFn: async () =>
      suggestionsOf(await getJson<RawSuggestions>(suggest + encodeURIComponent(keId), { limit, aspect_filter: aspect })),
    staleTime: kReleaseTime,
  });
}

/** Targets of one kind found by id or words, also misspelt ones. */
export function useTargetSearch(kind: TargetKind, words: string) {
  const { search, aspect } = kTargetRoutes[kind];
  return useQuery({
    queryKey: ['target-search', kind, words],
    queryFn: async () => {
      const answer = await getJson<{ results: RawTarget[] }>(search, { q: words, limit: 20, aspect_filter: aspect });
      return answer.results.map(candidateOf);
    },
    enabled: words !== '',
    placeholderData: keepPreviousData,
    staleTime: kReleaseTime,
  });
}

/** All targets of one kind a page at a time; GO terms below `parent`. */
export function useTargetList(kind: TargetKind, query: { q?: string; parent?: string; page: number }) {
  return useQuery({
    queryKey: ['targets', kind, query],
    queryFn: () => bodyOf(api.GET('/api/targets', { params: { query: { kind, ...query, per_page: 25 } } })),
    placeholderData: keepPreviousData,
    staleTime: kReleaseTime,
  });
}

export function useTarget(resource: Resource, id: string, enabled = true) {
  return useQuery({
    queryKey: ['target', resource, id],
    queryFn: () => bodyOf(api.GET('/api/targets/{resource}/{id}', { params: { path: { resource, id } } })),
    staleTime: kReleaseTime,
    enabled: enabled && id !== '',
  });
}
