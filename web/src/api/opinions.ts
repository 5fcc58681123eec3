import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, queryClient, type Schemas } from './client';
import type { Answers } from './proposals';

export type Opinion = Schemas['Opinion'];
const kKey = ['me', 'opinions'] as const;

/** Second opinions that are asked of the signed-in person. */
export function useOpinionsAsked() {
  return useQuery({ queryKey: kKey, queryFn: async () => (await bodyOf(api.GET('/api/me/opinions'))).opinions ?? [] });
}

export async function giveOpinion(uuid: string, body: Answers & { note: string }): Promise<void> {
  await api.POST('/api/opinions/{uuid}', { params: { path: { uuid } }, body });
  await queryClient.invalidateQueries({ queryKey: kKey });
}
