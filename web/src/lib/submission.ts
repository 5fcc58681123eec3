import type { Answers, Submission } from '@/api/proposals';
import type { DraftFields, Pair } from './draft';
import type { Resource } from './resources';

const kPathwayFields = ['relationship', 'basis', 'specificity', 'coverage'] as const;
const kScoreFields = ['connection_score', 'specificity_score', 'evidence_score'] as const;

/** The answers that count for a resource; the words are those that the form offers. */
export function answersOf(resource: Resource, fields: DraftFields): Answers {
  const names: readonly string[] = resource === 'go' ? kScoreFields : kPathwayFields;
  const chosen = Object.entries(fields).filter(([name, value]) => names.includes(name) && value !== undefined && value !== '');
  return Object.fromEntries(chosen);
}

/** Every question has its answer. */
export function isComplete(resource: Resource, fields: DraftFields): boolean {
  return missingFields(resource, fields).length === 0;
}

/** Fields still to be filled in before a proposal can be sent, in the order of the form. */
export function missingFields(resource: Resource, fields: DraftFields): string[] {
  const wanted: readonly (keyof DraftFields)[] = resource === 'go' ? ['connection_type', ...kScoreFields] : kPathwayFields;
  const missing: string[] = wanted.filter((name) => fields[name] === undefined || fields[name] === '');
  if (fields.confidence !== undefined && (fields.override_reason ?? '').trim() === '') {
    missing.push('override_reason');
  }
  return missing;
}

/** What is sent. Confidence and its reason go only when the curator decided otherwise than computed. */
export function submissionOf(pair: Pair, fields: DraftFields): Submission {
  const text = (value: string | undefined) => (value === undefined || value.trim() === '' ? undefined : value.trim());
  const optional = {
    note: text(fields.note),
    affiliation: text(fields.affiliation),
    suggestion_score: fields.suggestion_score,
    connection_type: pair.resource === 'go' ? text(fields.connection_type) : undefined,
    confidence: fields.confidence,
    override_reason: fields.confidence === undefined ? undefined : text(fields.override_reason),
  };
  return {
    resource: pair.resource,
    ke_id: pair.keId,
    target_id: pair.targetId,
    ...answersOf(pair.resource, fields),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Submission>),
  };
}
