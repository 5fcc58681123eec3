import { pairKey, readDraft, storedDraft, type Draft, type Pair } from './draft';

/** Drafts in this browser, so that no word is lost without a connection or a session. */
const kKey = 'kewp.drafts';
const kMost = 30;

export interface LocalDraft {
  draft: Draft;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The same draft on the server, when it got there. */
  uuid: string | undefined;
}

interface Stored {
  fields: unknown;
  savedAt: unknown;
  uuid?: unknown;
}

function readAll(): Map<string, LocalDraft> {
  const all = new Map<string, LocalDraft>();
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(kKey) ?? '[]');
  } catch {
    return all; // no storage, or somebody else's bytes
  }
  for (const one of Array.isArray(stored) ? (stored as Stored[]) : []) {
    const draft = readDraft(one.fields);
    if (draft !== undefined && typeof one.savedAt === 'number') {
      all.set(pairKey(draft), { draft, savedAt: one.savedAt, uuid: typeof one.uuid === 'string' ? one.uuid : undefined });
    }
  }
  return all;
}

function writeAll(all: Map<string, LocalDraft>): boolean {
  const newest = [...all.values()].sort((a, b) => b.savedAt - a.savedAt).slice(0, kMost);
  try {
    localStorage.setItem(
      kKey,
      JSON.stringify(newest.map(({ draft, savedAt, uuid }) => ({ fields: storedDraft(draft), savedAt, uuid }))),
    );
    return true;
  } catch {
    return false; // full, or switched off
  }
}

export function findLocalDraft(pair: Pair): LocalDraft | undefined {
  return readAll().get(pairKey(pair));
}

/** False when this browser keeps nothing. */
export function keepLocalDraft(draft: Draft, savedAt: number, uuid: string | undefined): boolean {
  const all = readAll();
  all.set(pairKey(draft), { draft, savedAt, uuid });
  return writeAll(all);
}

export function dropLocalDraft(pair: Pair): void {
  const all = readAll();
  if (all.delete(pairKey(pair))) {
    writeAll(all);
  }
}

export function allLocalDrafts(): LocalDraft[] {
  return [...readAll().values()].sort((a, b) => b.savedAt - a.savedAt);
}
