import { useCallback, useEffect, useRef, useState } from 'react';
import { deleteDraft, findServerDraft, storeDraft } from '@/api/drafts';
import { useSession } from '@/api/session';
import { isWorthKeeping, type Draft, type DraftFields, type Pair } from '@/lib/draft';
import { dropLocalDraft, findLocalDraft, keepLocalDraft, kNobody, type Owner } from '@/lib/local_drafts';
import { useDebounced } from '@/lib/use_debounced';

/** `here`: in this browser only, since the server did not take it; `tab`: until this tab is closed, since nobody is signed in. */
export type DraftState = 'empty' | 'saving' | 'saved' | 'here' | 'tab' | 'nowhere';

const kQuietMs = 1000;

/**
 * What is typed for a pair, kept while it is typed: at once in this browser, and a second after the last change on the server,
 * for whoever is signed in. Found again when the same pair is opened by the same person.
 */
export function useDraft(owner: Owner, pair: Pair, titles: { keTitle: string; targetTitle: string }, start: DraftFields) {
  const signedIn = useSession().data?.signed_in === true;
  const [local] = useState(() => findLocalDraft(owner, pair));
  const [fields, setFields] = useState<DraftFields>(() => ({ ...start, ...local?.draft.fields }));
  const [restored, setRestored] = useState(local !== undefined && isWorthKeeping(local.draft.fields));
  const [state, setState] = useState<DraftState>(local === undefined ? 'empty' : owner === kNobody ? 'tab' : 'here');
  const whose = useRef(owner);
  whose.current = owner; // nobody becomes somebody while the form stays
  const uuid = useRef(local?.uuid);
  const touched = useRef(local !== undefined);
  const over = useRef(false);
  const queue = useRef(Promise.resolve());
  const latest = useRef(fields);
  const whole = useCallback(
    (current: DraftFields): Draft => ({ ...pair, ...titles, fields: current }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a pair is one mount (see its key)
    [],
  );

  const change = useCallback(
    (changed: Partial<DraftFields>) => {
      touched.current = true;
      const next = { ...latest.current, ...changed };
      latest.current = next;
      setFields(next);
      setState(keepLocalDraft(whose.current, whole(next), Date.now(), uuid.current) ? 'saving' : 'nowhere');
    },
    [whole],
  );

  // What another browser of the same person left, unless something was typed here already.
  useEffect(() => {
    if (!signedIn || touched.current) {
      return;
    }
    void findServerDraft(pair)
      .then((found) => {
        if (found !== undefined && !touched.current) {
          uuid.current = found.uuid;
          touched.current = true;
          latest.current = { ...latest.current, ...found.draft.fields };
          setFields(latest.current);
          setRestored(true);
          setState('saved');
        }
      })
      .catch(() => undefined); // then there is none to offer
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for a pair and a session
  }, [signedIn]);

  const settled = useDebounced(fields, kQuietMs);
  useEffect(() => {
    if (!touched.current || !isWorthKeeping(settled)) {
      return;
    }
    if (!signedIn) {
      setState((before) => (before === 'saving' ? (owner === kNobody ? 'tab' : 'here') : before));
      return;
    }
    // One at a time, or two first saves would make two drafts.
    queue.current = queue.current.then(async () => {
      if (over.current) {
        return;
      }
      try {
        uuid.current = await storeDraft(whole(settled), uuid.current);
        keepLocalDraft(whose.current, whole(latest.current), Date.now(), uuid.current);
        setState('saved');
      } catch {
        setState('here');
      }
    });
  }, [settled, signedIn, owner, whole]);

  /** After it was sent: the draft is over, here and there. */
  const finish = useCallback(async () => {
    over.current = true;
    dropLocalDraft(whose.current, pair);
    await queue.current;
    if (uuid.current !== undefined) {
      await deleteDraft(uuid.current).catch(() => undefined); // it will be listed once more, no harm
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a pair is one mount
  }, []);

  const startAnew = useCallback(async () => {
    await finish();
    over.current = false;
    touched.current = false;
    uuid.current = undefined;
    latest.current = start;
    setFields(start);
    setRestored(false);
    setState('empty');
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a pair is one mount
  }, [finish]);

  return { fields, change, state, restored, finish, startAnew };
}
