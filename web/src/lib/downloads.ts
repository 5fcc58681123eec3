export interface FileEntry {
  /** Address without parameters. */
  path: string;
  title: string;
  text: string;
  /** Shown before the file is fetched whole; a packed file is not. */
  readable: boolean;
}

export interface FileGroup {
  title: string;
  text: string;
  files: readonly FileEntry[];
}

export type Tier = 'all' | 'medium' | 'high';

const kResourceFiles = [
  { key: 'wp', label: 'WikiPathways' },
  { key: 'go', label: 'Gene Ontology' },
  { key: 'reactome', label: 'Reactome' },
] as const;

/** Of all confidences, whatever is chosen elsewhere. */
export const kArchive: FileEntry = {
  path: '/exports/ro-crate.zip',
  title: 'RO-Crate',
  text: 'ZIP with ro-crate-metadata.json, all confidences',
  readable: false,
};

/** Files that every server has beside those that it lists itself. */
export const kFixedGroups: readonly FileGroup[] = [
  {
    title: 'Gene sets',
    text: 'GMT files for enrichment analysis: fgsea, clusterProfiler, GSEA, g:Profiler. One set for each mapping, or one for each Key Event with the genes of all its targets.',
    files: kResourceFiles.flatMap(({ key, label }) => [
      { path: `/exports/gmt/ke-${key}`, title: `${label}, by mapping`, text: 'GMT', readable: true },
      { path: `/exports/gmt/ke-${key}-centric`, title: `${label}, by Key Event`, text: 'GMT', readable: true },
    ]),
  },
  {
    title: 'RDF of one resource',
    text: 'Turtle for triple stores and SPARQL.',
    files: kResourceFiles.map(({ key, label }) => ({ path: `/exports/rdf/ke-${key}`, title: label, text: 'Turtle', readable: true })),
  },
  {
    title: 'Everything, to keep',
    text: 'One archive with the tables, the RDF, their description and licence: what a repository or a supplement of a paper wants.',
    files: [kArchive],
  },
];

interface Listed {
  available_formats: string[];
  format_details: Record<string, { description: string; content_type: string }>;
}

const kNames: Readonly<Record<string, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  ndjson: 'NDJSON',
  excel: 'Excel',
  parquet: 'Parquet',
  rdf: 'RDF Turtle',
  jsonld: 'JSON-LD',
  sssom: 'SSSOM',
};

/** The formats of the whole data set, as the server lists them. */
export function wholeFiles(listed: Listed): FileEntry[] {
  return listed.available_formats.map((name) => {
    const details = listed.format_details[name];
    return {
      path: `/export/${name}`,
      title: kNames[name] ?? name,
      text: details?.description ?? '',
      readable: isReadable(details?.content_type ?? ''),
    };
  });
}

function isReadable(contentType: string): boolean {
  return /^text\/|json|turtle/.test(contentType);
}

export function fileAddress(path: string, tier: Tier): string {
  return tier === 'all' || path === kArchive.path ? path : `${path}?min_confidence=${tier}`;
}

export interface FileFacts {
  /** Bytes as they travel; undefined when the server does not say. */
  bytes: number | undefined;
  packed: boolean;
  name: string | undefined;
  /** Tells versions of the file apart. */
  revision: string | undefined;
}

/** What the head of an answer says about a file. */
export function factsOf(headers: Headers): FileFacts {
  const length = headers.get('Content-Length');
  const encoding = headers.get('Content-Encoding');
  return {
    bytes: length === null ? undefined : Number(length),
    packed: encoding !== null && encoding !== 'identity',
    name: /filename="?([^";]+)"?/.exec(headers.get('Content-Disposition') ?? '')?.[1],
    revision: headers.get('ETag')?.replace(/^W\//, '').replace(/"/g, '').slice(0, 12),
  };
}

/** The first lines of a text, each cut where it would fill the screen; says what was left out. */
export function previewLines(text: string, complete: boolean, lines = 8, width = 160): string {
  const all = text.split(/\r?\n/);
  if (!complete) {
    all.pop(); // its end is not here
  }
  const shown = all.slice(0, lines).map((line) => (line.length > width ? `${line.slice(0, width)}…` : line.replace(/\t/g, '  ')));
  return [...shown, ...(all.length > lines || !complete ? ['…'] : [])].join('\n').trimEnd();
}
