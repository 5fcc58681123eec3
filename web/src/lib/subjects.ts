import type { Resource, TargetKind } from './resources';

export type { Resource } from './resources';

/** The three resources that Key Events are mapped to, in the order in which they are shown. */
export const kResources = ['wikipathways', 'go', 'reactome'] as const satisfies readonly Resource[];

interface Facts {
  label: string;
  /** What one of its targets is called. */
  unit: string;
  /** Its collection in the public API, and the parameter and member that hold the target's id. */
  collection: string;
  idField: 'pathway_id' | 'go_term_id' | 'reactome_id';
  suggestions: string;
  search: string;
}

export const kFacts: Readonly<Record<Resource, Facts>> = {
  wikipathways: {
    label: 'WikiPathways',
    unit: 'pathway',
    collection: '/api/v1/mappings',
    idField: 'pathway_id',
    suggestions: '/suggest_pathways',
    search: '/search_pathways',
  },
  go: {
    label: 'Gene Ontology',
    unit: 'term',
    collection: '/api/v1/go-mappings',
    idField: 'go_term_id',
    suggestions: '/suggest_go_terms',
    search: '/search_go_terms',
  },
  reactome: {
    label: 'Reactome',
    unit: 'pathway',
    collection: '/api/v1/reactome-mappings',
    idField: 'reactome_id',
    suggestions: '/suggest_reactome',
    search: '/search_reactome',
  },
};

export function isResource(text: string | null | undefined): text is Resource {
  return kResources.some((one) => one === text);
}

/** The resource that an id belongs to by its form. */
export function resourceOf(targetId: string): Resource | undefined {
  if (/^WP\d+$/i.test(targetId)) {
    return 'wikipathways';
  }
  if (/^GO:\d{7}$/i.test(targetId)) {
    return 'go';
  }
  return /^R-HSA-\d+$/i.test(targetId) ? 'reactome' : undefined;
}

/** `KE 888` from any spelling that an address may have: `888`, `KE888`, `ke_888`. */
export function keyEventId(text: string): string | undefined {
  const number = /^\s*(?:KE[\s:_-]*)?0*(\d{1,9})\s*$/i.exec(text)?.[1];
  return number === undefined ? undefined : `KE ${number}`;
}

export function keyEventPath(keId: string): string {
  return `/ke/${keId.replace(/^KE /, '')}`;
}

export function targetPath(targetId: string): string {
  return `/pathways/${targetId}`;
}

/** Where a Key Event is mapped, with the targets of a resource open. */
export function mapPath(keId: string, resource?: Resource): string {
  const kind: TargetKind | undefined = resource === 'go' ? 'go_bp' : resource;
  return `/mapper?${new URLSearchParams({ ke: keId, ...(kind && { kind }) }).toString()}`;
}

const kUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The page that an identifier names, if it is one. */
export function pathOfId(text: string): string | undefined {
  const trimmed = text.trim();
  if (kUuid.test(trimmed)) {
    return `/mappings/${trimmed.toLowerCase()}`;
  }
  if (resourceOf(trimmed) !== undefined) {
    return targetPath(trimmed.toUpperCase());
  }
  const ke = /^KE/i.test(trimmed) ? keyEventId(trimmed) : undefined;
  return ke === undefined ? undefined : keyEventPath(ke);
}
