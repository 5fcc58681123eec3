import { useQuery } from '@tanstack/react-query';
import { kFacts, type Resource } from '@/lib/subjects';
import { api, bodyOf, getJson, type Schemas } from './client';

export type KeyEvent = Schemas['KeyEvent'];
export type Target = Schemas['Target'];

const kUnchanging = 5 * 60_000; // reference data change with a release only

/** What the page of a Key Event shows. */
export function useKeyEventFacts(id: string | undefined) {
  return useQuery({
    queryKey: ['key-event-facts', id],
    queryFn: () => bodyOf(api.GET('/api/key-events/{id}', { params: { path: { id: id ?? '' } } })),
    enabled: id !== undefined,
    staleTime: kUnchanging,
  });
}

export interface SignalPart {
  signal: string;
  available: boolean;
  value: number | null;
  weight: number;
  contribution: number;
  place: number | null;
}

interface SuggestionBody {
  hybrid_score: number;
  explanation: {
    reason: string;
    signals: SignalPart[];
    multi_evidence_bonus: number;
    adjustments: { name: string; factor: number }[];
    matched_words: string[];
    matched_tags: string[];
    gene_p_value: number | null;
  };
  pathwayID?: string;
  go_id?: string;
  reactome_id?: string;
}

export interface Ranked {
  place: number;
  score: number;
  explanation: SuggestionBody['explanation'];
}

/** The most that the server ranks in one answer. */
export const kRankedTargets = 50;

export interface Ranking {
  /** Undefined when the target is not among today's suggestions. */
  ranked: Ranked | undefined;
  /** Why it was left out, where a filter did that. */
  leftOut: string | undefined;
}

/** Where a target stands among today's suggestions for a Key Event, and why. */
export function useRanking(resource: Resource, keId: string, targetId: string) {
  return useQuery({
    queryKey: ['ranking', resource, keId, targetId],
    queryFn: async (): Promise<Ranking> => {
      const path = `${kFacts[resource].suggestions}/${encodeURIComponent(keId)}`;
      const body = await getJson<{
        suggestions?: SuggestionBody[];
        combined_suggestions?: SuggestionBody[];
        filtered_out?: { id: string; reason: string }[];
      }>(path, { limit: kRankedTargets, explain: 1 });
      const list = body.combined_suggestions ?? body.suggestions ?? [];
      const at = list.findIndex((one) => (one.pathwayID ?? one.go_id ?? one.reactome_id) === targetId);
      const found = list[at];
      return {
        ranked: found && { place: at + 1, score: found.hybrid_score, explanation: found.explanation },
        leftOut: body.filtered_out?.find((one) => one.id === targetId)?.reason,
      };
    },
    staleTime: kUnchanging,
  });
}
