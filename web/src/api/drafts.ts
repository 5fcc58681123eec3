import { useQuery } from '@tanstack/react-query';
import { readDraft, samePair, storedDraft, type Draft, type Pair } from '@/lib/draft';
import { api, bodyOf, queryClient, type Schemas } from './client';
import { isApiError } from './errors';

const kKey = ['me', 'drafts'] as const;

export interface ServerDraft {
  uuid: string;
  draft: Draft;
  updatedAt: string;
}

function known(drafts: readonly Schemas['Draft'][]): ServerDraft[] {
  return drafts.flatMap((one) => {
    const draft = readDraft(one.fields);
    return draft === undefined ? [] : [{ uuid: one.uuid, draft, updatedAt: one.updated_at ?? one.created_at ?? '' }];
  });
}

async function fetchDrafts(): Promise<ServerDraft[]> {
  return known((await bodyOf(api.GET('/api/drafts'))).drafts ?? []);
}

export function useDrafts(enabled: boolean) {
  return useQuery({ queryKey: kKey, queryFn: fetchDrafts, enabled });
}

/** The draft of a pair that the server has; undefined when it has none. */
export async function findServerDraft(pair: Pair): Promise<ServerDraft | undefined> {
  return (await fetchDrafts()).find((one) => samePair(one.draft, pair));
}

/** Stores a draft and says under which uuid; a draft that is gone (or another person's) is made anew. */
export async function storeDraft(draft: Draft, uuid: string | undefined): Promise<string> {
  const body = { fields: storedDraft(draft) };
  if (uuid !== undefined) {
    try {
      await api.PUT('/api/drafts/{uuid}', { params: { path: { uuid } }, body });
      return uuid;
    } catch (error) {
      if (!isApiError(error) || error.status !== 404) {
        throw error;
      }
    }
  }
  return (await bodyOf(api.POST('/api/drafts', { body }))).uuid;
}

export async function deleteDraft(uuid: string): Promise<void> {
  try {
    await api.DELETE('/api/drafts/{uuid}', { params: { path: { uuid } } });
  } catch (error) {
    if (!isApiError(error) || error.status !== 404) {
      throw error;
    }
  }
  await queryClient.invalidateQueries({ queryKey: kKey });
}
