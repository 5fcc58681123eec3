import { useQuery } from '@tanstack/react-query';
import { kFacts, type Resource } from '@/lib/subjects';
import { getJson } from './client';

export interface Hit {
  id: string;
  title: string;
  /** Level of a Key Event, number of genes of a target. */
  note: string;
  words: readonly string[];
}

const kHits = 10;

interface KeyEventBody {
  results: { ke_id: string; ke_title: string; biolevel: string; matched_words: string[] }[];
}

interface TargetBody {
  results: {
    pathwayID?: string;
    pathwayTitle?: string;
    pathway_total_genes?: number | null;
    go_id?: string;
    go_name?: string;
    go_gene_count?: number | null;
    reactome_id?: string;
    pathway_name?: string;
    reactome_pathway_gene_count?: number | null;
    matched_words: string[];
  }[];
}

export function useKeyEventSearch(words: string) {
  return useQuery({
    queryKey: ['search', 'key-events', words],
    queryFn: async (): Promise<Hit[]> => {
      const body = await getJson<KeyEventBody>('/search', { q: words, limit: kHits });
      return body.results.map((hit) => ({ id: hit.ke_id, title: hit.ke_title, note: hit.biolevel, words: hit.matched_words }));
    },
    enabled: words !== '',
  });
}

export function useTargetSearch(resource: Resource, words: string) {
  return useQuery({
    queryKey: ['search', resource, words],
    queryFn: async (): Promise<Hit[]> => {
      const body = await getJson<TargetBody>(kFacts[resource].search, { q: words, limit: kHits });
      return body.results.map((hit) => {
        const genes = hit.pathway_total_genes ?? hit.go_gene_count ?? hit.reactome_pathway_gene_count;
        return {
          id: hit.pathwayID ?? hit.go_id ?? hit.reactome_id ?? '',
          title: hit.pathwayTitle ?? hit.go_name ?? hit.pathway_name ?? '',
          note: typeof genes === 'number' ? `${genes} ${genes === 1 ? 'gene' : 'genes'}` : '',
          words: hit.matched_words,
        };
      });
    },
    enabled: words !== '',
  });
}
