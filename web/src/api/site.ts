import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from './client';

/** Version, counts, releases of the sources, and what is degraded. */
export function useSite() {
  return useQuery({ queryKey: ['site'], queryFn: () => bodyOf(api.GET('/api/site')), staleTime: 60_000 });
}
