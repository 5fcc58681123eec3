import { pairKey, readDraft, storedDraft, type Draft, type Pair } from './draft';

/**
 * Drafts in this browser, so that no word is lost without a connection or a session. They belong to a person: one key for each
 * identity, so that whoever comes next to this machine does not see them. What is typed before signing in belongs to the tab
 * and ends with it, or becomes the drafts of whoever signs in there.
 */
const kKey = 'kewp.drafts';
const kMost = 30;

/** An identity, or `kNobody` for who has not signed in. */
export type Owner = string;
export const kNobody: Owner = '';

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

type Drafts = Map<string, LocalDraft>;

function parse(text: string | null): Drafts {
  const all: Drafts = new Map();
  const stored: unknown = JSON.parse(text ?? '[]');
  for (const one of Array.isArray(stored) ? (stored as Stored[]) : []) {
    const draft = readDraft(one.fields);
    if (draft !== undefined && typeof one.savedAt === 'number') {
      all.set(pairKey(draft), { draft, savedAt: one.savedAt, uuid: typeof one.uuid === 'string' ? one.uuid : undefined });
    }
  }
  return all;
}

function place(owner: Owner): { storage: Storage; key: string } {
  return owner === kNobody ? { storage: sessionStorage, key: kKey } : { storage: localStorage, key: `${kKey}:${owner}` };
}

function readOnly(owner: Owner): Drafts {
  try {
    const { storage, key } = place(owner);
    return parse(storage.getItem(key));
  } catch {
    return new Map(); // no storage, or somebody else's bytes
  }
}

function writeAll(owner: Owner, all: Drafts): boolean {
  const newest = [...all.values()].sort((a, b) => b.savedAt - a.savedAt).slice(0, kMost);
  try {
    const { storage, key } = place(owner);
    storage.setItem(key, JSON.stringify(newest.map(({ draft, savedAt, uuid }) => ({ fields: storedDraft(draft), savedAt, uuid }))));
    return true;
  } catch {
    return false; // full, or switched off
  }
}

function dropOwn(owner: Owner): void {
  try {
    const { storage, key } = place(owner);
    storage.removeItem(key);
  } catch {
    // There is no storage, so there are none.
  }
}

/** The drafts of `owner`; those that this tab kept for nobody are theirs from now on. */
function readAll(owner: Owner): Drafts {
  const all = readOnly(owner);
  const nobodys = owner === kNobody ? new Map<string, LocalDraft>() : readOnly(kNobody);
  if (nobodys.size > 0) {
    for (const [key, one] of nobodys) {
      if ((all.get(key)?.savedAt ?? 0) < one.savedAt) {
        all.set(key, { ...one, uuid: all.get(key)?.uuid });
      }
    }
    if (writeAll(owner, all)) {
      dropOwn(kNobody);
    }
  }
  return all;
}

export function findLocalDraft(owner: Owner, pair: Pair): LocalDraft | undefined {
  return readAll(owner).get(pairKey(pair));
}

/** False when this browser keeps nothing. */
export function keepLocalDraft(owner: Owner, draft: Draft, savedAt: number, uuid: string | undefined): boolean {
  const all = readAll(owner);
  all.set(pairKey(draft), { draft, savedAt, uuid });
  return writeAll(owner, all);
}

export function dropLocalDraft(owner: Owner, pair: Pair): void {
  const all = readAll(owner);
  if (all.delete(pairKey(pair))) {
    writeAll(owner, all);
  }
}

export function allLocalDrafts(owner: Owner): LocalDraft[] {
  return [...readAll(owner).values()].sort((a, b) => b.savedAt - a.savedAt);
}

/** Those of `owner` and of the tab: after signing out nothing is left to find. */
export function dropAllLocalDrafts(owner: Owner): void {
  dropOwn(owner);
  dropOwn(kNobody);
}
