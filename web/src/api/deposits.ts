import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, queryClient } from './client';

const kKey = ['admin', 'deposits'] as const;

/** Deposits at Zenodo, or at its sandbox. */
export function useDeposits(sandbox: boolean) {
  return useQuery({ queryKey: [...kKey, sandbox], queryFn: () => fetchDeposits(sandbox) });
}

async function fetchDeposits(sandbox: boolean) {
  return bodyOf(api.GET('/api/admin/deposits', { params: { query: { sandbox } } }));
}

export type Deposits = Awaited<ReturnType<typeof fetchDeposits>>;

export interface DepositWish {
  sandbox: boolean;
  /** Else a draft is left to look at. */
  publish: boolean;
  /** Also when nothing has changed. */
  force: boolean;
}

/** Answers when all is uploaded; that can take a minute. */
export async function makeDeposit(wish: DepositWish) {
  try {
    return await bodyOf(api.POST('/api/admin/deposits', { body: wish }));
  } finally {
    await queryClient.invalidateQueries({ queryKey: kKey }); // after a failure there may be a draft
  }
}
