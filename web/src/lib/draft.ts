import { resourceOfId, type Resource } from './resources';

/** What a curator has typed for one pair. All of it is kept, finished or not. */
export interface DraftFields {
  relationship?: string;
  basis?: string;
  specificity?: string;
  coverage?: string;
  connection_type?: string;
  connection_score?: number;
  specificity_score?: number;
  evidence_score?: number;
  /** Set when another confidence than the computed one is chosen. */
  confidence?: string | undefined;
  override_reason?: string;
  note?: string;
  affiliation?: string;
  suggestion_score?: number;
}

export interface Pair {
  resource: Resource;
  keId: string;
  targetId: string;
}

/** A draft as it is kept, here and on the server. */
export interface Draft extends Pair {
  keTitle: string;
  targetTitle: string;
  fields: DraftFields;
}

const kTexts = ['relationship', 'basis', 'specificity', 'coverage', 'connection_type', 'confidence', 'override_reason', 'note', 'affiliation'] as const;
const kNumbers = ['connection_score', 'specificity_score', 'evidence_score', 'suggestion_score'] as const;

export function pairKey({ keId, targetId }: Pair): string {
  return `${keId}|${targetId}`;
}

export function samePair(a: Pair, b: Pair): boolean {
  return pairKey(a) === pairKey(b);
}

/** Something was typed; a score that came along with the suggestion does not count. */
export function isWorthKeeping(fields: DraftFields): boolean {
  return Object.entries(fields).some(([name, value]) => name !== 'suggestion_score' && value !== undefined && value !== '');
}

/** To JSON, flat, with the names of the API. */
export function storedDraft(draft: Draft): Record<string, string | number> {
  return {
    ke_id: draft.keId,
    ke_title: draft.keTitle,
    target_id: draft.targetId,
    target_title: draft.targetTitle,
    ...(Object.fromEntries(Object.entries(draft.fields).filter(([, value]) => value !== undefined)) as Record<string, string | number>),
  };
}

/** From JSON of unknown origin; undefined when it names no pair. What is of the wrong type is left out. */
export function readDraft(stored: unknown): Draft | undefined {
  if (typeof stored !== 'object' || stored === null) {
    return undefined;
  }
  const members = stored as Record<string, unknown>;
  const text = (name: string) => {
    const value = members[name];
    return typeof value === 'string' ? value : undefined;
  };
  const keId = text('ke_id') ?? '';
  const targetId = text('target_id') ?? '';
  const resource = resourceOfId(targetId);
  if (!/^KE \d+$/.test(keId) || resource === undefined) {
    return undefined;
  }
  const fields: DraftFields = {};
  for (const name of kTexts) {
    const value = text(name);
    if (value !== undefined) {
      fields[name] = value;
    }
  }
  for (const name of kNumbers) {
    const value = members[name];
    if (typeof value === 'number') {
      fields[name] = value;
    }
  }
  return { resource, keId, targetId, keTitle: text('ke_title') ?? '', targetTitle: text('target_title') ?? '', fields };
}
