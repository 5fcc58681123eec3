/** The three resources that Key Events are mapped to, as the API names them. */
export type Resource = 'wikipathways' | 'go' | 'reactome';

/** What is suggested, searched and walked through together: GO has two aspects. */
export type TargetKind = 'wikipathways' | 'go_bp' | 'go_mf' | 'reactome';

interface Kind {
  kind: TargetKind;
  resource: Resource;
  label: string;
  short: string;
  /** One of its targets. */
  one: string;
}

export const kKinds: readonly Kind[] = [
  { kind: 'wikipathways', resource: 'wikipathways', label: 'WikiPathways', short: 'WikiPathways', one: 'pathway' },
  { kind: 'go_bp', resource: 'go', label: 'GO biological process', short: 'GO process', one: 'GO term' },
  { kind: 'go_mf', resource: 'go', label: 'GO molecular function', short: 'GO function', one: 'GO term' },
  { kind: 'reactome', resource: 'reactome', label: 'Reactome', short: 'Reactome', one: 'pathway' },
];

export const kResourceLabels: Record<Resource, string> = {
  wikipathways: 'WikiPathways',
  go: 'Gene Ontology',
  reactome: 'Reactome',
};

export function kindOf(text: string | null): Kind {
  const found = kKinds.find((one) => one.kind === text) ?? kKinds[0];
  if (found === undefined) {
    throw new Error('there are no kinds of targets');
  }
  return found;
}

/** The resource that an id is of, by its form; undefined when it is of none. */
export function resourceOfId(id: string): Resource | undefined {
  if (/^WP\d+$/.test(id)) {
    return 'wikipathways';
  }
  if (/^GO:\d{7}$/.test(id)) {
    return 'go';
  }
  return /^R-HSA-\d+$/.test(id) ? 'reactome' : undefined;
}
