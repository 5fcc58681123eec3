import { useQuery } from '@tanstack/react-query';
import type { Resource } from '@/lib/resources';
import { api, bodyOf, queryClient, type Schemas } from './client';

export type Proposal = Schemas['Proposal'];
export type Submission = Schemas['Submission'];
export type Answers = Schemas['Answers'];

/** Whether a pair may still be proposed, and what stands in the way. */
export function useAvailability(resource: Resource, keId: string, targetId: string) {
  return useQuery({
    queryKey: ['availability', resource, keId, targetId],
    queryFn: () =>
      bodyOf(api.GET('/api/pairs/availability', { params: { query: { resource, ke_id: keId, target_id: targetId } } })),
    staleTime: 0,
  });
}

/** What the answers add up to; the server knows the rules. */
export function useComputed(resource: Resource, keId: string, answers: Answers) {
  return useQuery({
    queryKey: ['assessment', resource, keId, answers],
    queryFn: () => bodyOf(api.POST('/api/assessment', { body: { resource, ke_id: keId, ...answers } })),
    staleTime: Infinity,
  });
}

export async function submitProposal(submission: Submission): Promise<Proposal> {
  const proposal = await bodyOf(api.POST('/api/proposals', { body: submission }));
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'me' || queryKey[0] === 'availability' });
  return proposal;
}

export function useProposal(uuid: string) {
  return useQuery({
    queryKey: ['proposal', uuid],
    queryFn: () => bodyOf(api.GET('/api/proposals/{uuid}', { params: { path: { uuid } } })),
  });
}

export async function withdrawProposal(uuid: string): Promise<Proposal> {
  const proposal = await bodyOf(api.POST('/api/proposals/{uuid}/withdraw', { params: { path: { uuid } } }));
  queryClient.setQueryData(['proposal', uuid], proposal);
  await queryClient.invalidateQueries({ queryKey: ['me'] });
  return proposal;
}
