import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, bodyOf, queryClient } from './client';

/** Everything below is of the signed-in person; keys start with `me`. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => bodyOf(api.GET('/api/me')) });
}

export function useMyProposals(status: string, page: number) {
  return useQuery({
    queryKey: ['me', 'proposals', status, page],
    queryFn: () =>
      bodyOf(
        api.GET('/api/me/proposals', { params: { query: { ...(status === '' ? {} : { status }), page, per_page: 20 } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useNotifications() {
  return useQuery({ queryKey: ['me', 'notifications'], queryFn: () => bodyOf(api.GET('/api/me/notifications')) });
}

export async function readNotifications(upTo: number): Promise<void> {
  await api.POST('/api/me/notifications/read', { body: { up_to: upTo } });
  await queryClient.invalidateQueries({ queryKey: ['me'] });
}

export function useSessions(enabled: boolean) {
  return useQuery({ queryKey: ['me', 'sessions'], queryFn: () => bodyOf(api.GET('/api/me/sessions')), enabled });
}

export async function endSession(id: string): Promise<void> {
  await api.DELETE('/api/me/sessions/{id}', { params: { path: { id } } });
  await queryClient.invalidateQueries({ queryKey: ['me', 'sessions'] });
}

export async function signOutEverywhere(): Promise<void> {
  await api.DELETE('/api/me/sessions');
}

export async function eraseMe(identity: string): Promise<string> {
  const done = await bodyOf(api.POST('/api/me/erase', { body: { confirm: identity } }));
  return done.pseudonym ?? '';
}
