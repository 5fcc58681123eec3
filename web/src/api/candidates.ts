import type { Resource, TargetKind } from '@/lib/resources';

/** One signal of a suggestion: what it said, and how much of the score it made. */
export interface Signal {
  name: string;
  label: string;
  /** 0 to 1; null when there was nothing to compare. */
  value: number | null;
  contribution: number;
  place: number | null;
}

/** A target to choose, whichever route it came from. */
export interface Candidate {
  id: string;
  resource: Resource;
  title: string;
  description: string;
  link: string;
  /** Number of genes; null when it is not known. */
  geneCount: number | null;
  /** So few genes that analyses will skip the set. */
  small: boolean;
  /** Of a suggestion, 0 to 1; null for what was found by hand. */
  score: number | null;
  tier: string | null;
  reason: string;
  signals: readonly Signal[];
  matchingGenes: readonly string[];
  matchedWords: readonly string[];
  pValue: number | null;
  notes: readonly string[];
}

export interface Suggestions {
  candidates: readonly Candidate[];
  /** `fused`, `hybrid`, `semantic` or `degraded`. */
  mode: string;
  warnings: readonly string[];
  keyEventGenes: readonly string[];
}

const kSignalLabels: Record<string, string> = {
  embedding: 'Meaning',
  gene: 'Genes',
  lexical: 'Words',
  ontology: 'Ontology tags',
};

interface RawSignal {
  signal: string;
  available: boolean;
  value: number | null;
  contribution: number;
  place: number | null;
}

/** A suggestion or hit of any of the three resources: each uses its own names. */
export interface RawTarget {
  pathwayID?: string;
  pathwayTitle?: string;
  pathwayDescription?: string;
  pathwayLink?: string;
  pathway_total_genes?: number | null;
  go_id?: string;
  go_name?: string;
  go_definition?: string;
  go_gene_count?: number | null;
  quickgo_link?: string;
  direction_alignment?: string | null;
  regulation_proxy?: boolean;
  reactome_id?: string;
  pathway_name?: string;
  pathway_description?: string;
  description?: string;
  link?: string;
  species?: string;
  reactome_pathway_gene_count?: number | null;
  small_gene_set?: boolean;
  hybrid_score?: number;
  quality_tier?: string | null;
  matching_genes?: string[];
  matched_words?: string[];
  explanation?: {
    reason: string;
    signals: RawSignal[];
    gene_p_value: number | null;
    matched_words: string[];
  };
}

export interface RawSuggestions {
  ranking_mode?: string;
  warnings?: { message: string }[];
  gene_list?: string[];
  combined_suggestions?: RawTarget[];
  suggestions?: RawTarget[];
}

/** Text of what may hold tags and entities; nothing in it is run or loaded. */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) {
    return html;
  }
  return new DOMParser().parseFromString(html, 'text/html').body.textContent.trim();
}

function notesOf(raw: RawTarget): string[] {
  const notes: string[] = [];
  if (raw.direction_alignment === 'match') {
    notes.push('Same direction as the Key Event.');
  } else if (raw.direction_alignment === 'mismatch') {
    notes.push('Opposite direction to the Key Event.');
  }
  if (raw.species !== undefined && raw.species !== 'Homo sapiens') {
    notes.push(`Species: ${raw.species}.`);
  }
  return notes;
}

/** Brings a suggestion or a hit into one form. */
export function candidateOf(raw: RawTarget): Candidate {
  const id = raw.pathwayID ?? raw.go_id ?? raw.reactome_id ?? '';
  const resource: Resource = raw.pathwayID !== undefined ? 'wikipathways' : raw.go_id !== undefined ? 'go' : 'reactome';
  const explanation = raw.explanation;
  return {
    id,
    resource,
    title: raw.pathwayTitle ?? raw.go_name ?? raw.pathway_name ?? '',
    description: plainText(raw.pathwayDescription ?? raw.go_definition ?? raw.pathway_description ?? raw.description ?? ''),
    link: raw.pathwayLink ?? raw.quickgo_link ?? raw.link ?? '',
    geneCount: raw.pathway_total_genes ?? raw.go_gene_count ?? raw.reactome_pathway_gene_count ?? null,
    small: raw.small_gene_set ?? false,
    score: explanation === undefined ? null : (raw.hybrid_score ?? null),
    tier: raw.quality_tier ?? null,
    reason: explanation?.reason ?? '',
    signals: (explanation?.signals ?? []).map((signal) => ({
      name: signal.signal,
      label: kSignalLabels[signal.signal] ?? signal.signal,
      value: signal.available ? signal.value : null,
      contribution: signal.contribution,
      place: signal.place,
    })),
    matchingGenes: raw.matching_genes ?? [],
    matchedWords: explanation?.matched_words ?? raw.matched_words ?? [],
    pValue: explanation?.gene_p_value ?? null,
    notes: notesOf(raw),
  };
}

export function suggestionsOf(raw: RawSuggestions): Suggestions {
  return {
    candidates: (raw.combined_suggestions ?? raw.suggestions ?? []).map(candidateOf),
    mode: raw.ranking_mode ?? '',
    warnings: (raw.warnings ?? []).map((warning) => warning.message),
    keyEventGenes: raw.gene_list ?? [],
  };
}

interface Routes {
  suggest: string;
  search: string;
  aspect?: string;
}

/** Where suggestions and searches of a kind are. */
export const kTargetRoutes: Record<TargetKind, Routes> = {
  wikipathways: { suggest: '/suggest_pathways/', search: '/search_pathways' },
  go_bp: { suggest: '/suggest_go_terms/', search: '/search_go_terms', aspect: 'bp' },
  go_mf: { suggest: '/suggest_go_terms/', search: '/search_go_terms', aspect: 'mf' },
  reactome: { suggest: '/suggest_reactome/', search: '/search_reactome' },
};
