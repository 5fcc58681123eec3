import type { Resource } from './subjects';

export interface PathwayAnswers {
  relationship: string | null;
  basis: string | null;
  specificity: string | null;
  coverage: string | null;
}

export interface GoScores {
  connection_score: number | null;
  specificity_score: number | null;
  evidence_score: number | null;
}

/** A mapping as /api/v1 writes it, in one of three forms. */
export interface ApiMapping {
  uuid: string;
  ke_id: string;
  ke_name: string;
  confidence_level: string;
  ke_bio_level: string | null;
  ke_aop_context: string[];
  provenance: {
    suggestion_score: number | null;
    approved_by: string | null;
    approved_at: string | null;
    proposed_by: string | null;
  };
  pathway_id?: string;
  pathway_title?: string;
  go_term_id?: string;
  go_term_name?: string;
  go_direction?: string | null;
  go_namespace?: string | null;
  reactome_id?: string;
  pathway_name?: string;
  connection_type?: string | null;
  assessment?: PathwayAnswers & { version: string };
  assessment_version?: string;
  connection_score?: number | null;
  specificity_score?: number | null;
  evidence_score?: number | null;
}

/** The three forms as one. */
export interface Mapping {
  uuid: string;
  resource: Resource;
  keId: string;
  keTitle: string;
  targetId: string;
  targetTitle: string;
  confidence: string;
  level: string | null;
  aops: readonly string[];
  connectionType: string | null;
  direction: string | null;
  answers: PathwayAnswers | undefined;
  scores: GoScores | undefined;
  suggestionScore: number | null;
  proposedBy: string | null;
  approvedBy: string | null;
  approvedAt: string | null;
}

export function mappingOf(resource: Resource, from: ApiMapping): Mapping {
  const scores = {
    connection_score: from.connection_score ?? null,
    specificity_score: from.specificity_score ?? null,
    evidence_score: from.evidence_score ?? null,
  };
  return {
    uuid: from.uuid,
    resource,
    keId: from.ke_id,
    keTitle: from.ke_name,
    targetId: from.pathway_id ?? from.go_term_id ?? from.reactome_id ?? '',
    targetTitle: from.pathway_title ?? from.go_term_name ?? from.pathway_name ?? '',
    confidence: from.confidence_level,
    level: from.ke_bio_level,
    aops: from.ke_aop_context,
    connectionType: from.connection_type ?? null,
    direction: from.go_direction ?? null,
    answers: from.assessment,
    scores: resource === 'go' ? scores : undefined,
    suggestionScore: from.provenance.suggestion_score,
    proposedBy: from.provenance.proposed_by,
    approvedBy: from.provenance.approved_by,
    approvedAt: from.provenance.approved_at,
  };
}

/** `github:alice` as people read it: the name, and the provider in brackets where it is not obvious. */
export function personName(identity: string | null): string {
  if (identity === null || identity === '') {
    return 'unknown';
  }
  const [, provider, name] = /^([^:]+):(.+)$/.exec(identity) ?? [];
  return provider === undefined || name === undefined ? identity : `${name} (${kProviders[provider] ?? provider})`;
}

const kProviders: Record<string, string> = {
  github: 'GitHub',
  orcid: 'ORCID',
  ls: 'LS Login',
  surf: 'SURFconext',
  guest: 'guest',
  demo: 'demo',
};
