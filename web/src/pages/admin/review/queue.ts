import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { api, bodyOf, queryClient, type Schemas } from '@/api/client';
import { isSet } from '@/lib/is_set';
import type { DraftFields } from '@/lib/draft';
import { answersOf } from '@/lib/submission';

export type Proposal = Schemas['Proposal'];
export type Decision = Schemas['Decision'];

export const kStatuses = ['pending', 'approved', 'rejected', 'withdrawn', 'any'] as const;
export const kKinds = ['new', 'change', 'withdraw'] as const;
const kResourceNames = ['wikipathways', 'go', 'reactome'] as const;
export const kPerPage = 50;

/** What the queue shows; it is in the address. */
export interface QueueFilters {
  status: (typeof kStatuses)[number];
  resource: (typeof kResourceNames)[number] | '';
  kind: (typeof kKinds)[number] | '';
  order: 'oldest' | 'newest';
  stale: boolean;
  proposer: string;
  page: number;
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | undefined {
  return known.find((one) => one === text);
}

export function parseFilters(parameters: URLSearchParams): QueueFilters {
  const page = Number(parameters.get('page') ?? 1);
  return {
    status: oneOf(kStatuses, parameters.get('status')) ?? 'pending',
    resource: oneOf(kResourceNames, parameters.get('resource')) ?? '',
    kind: oneOf(kKinds, parameters.get('kind')) ?? '',
    order: parameters.get('order') === 'newest' ? 'newest' : 'oldest',
    stale: parameters.get('stale') === '1',
    proposer: parameters.get('proposed_by') ?? '',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export function writeFilters(filters: QueueFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string, usual: string) => value !== usual && parameters.set(name, value);
  set('status', filters.status, 'pending');
  set('resource', filters.resource, '');
  set('kind', filters.kind, '');
  set('order', filters.order, 'oldest');
  set('stale', filters.stale ? '1' : '', '');
  set('proposed_by', filters.proposer, '');
  set('page', String(filters.page), '1');
  return parameters;
}

export function useFilters(): [QueueFilters, (change: Partial<QueueFilters>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filters = useMemo(() => parseFilters(parameters), [parameters]);
  const change = (to: Partial<QueueFilters>) =>
    setParameters((before) => writeFilters({ ...parseFilters(before), page: 1, ...to }), { replace: true });
  return [filters, change];
}

export function useQueue(filters: QueueFilters) {
  return useQuery({
    queryKey: ['admin', 'queue', filters],
    queryFn: () =>
      bodyOf(
        api.GET('/api/admin/proposals', {
          params: {
            query: {
              status: filters.status,
              order: filters.order,
              page: filters.page,
              per_page: kPerPage,
              ...(filters.resource === '' ? {} : { resource: filters.resource }),
              ...(filters.kind === '' ? {} : { kind: filters.kind }),
              ...(filters.stale ? { stale: '1' as const } : {}),
              ...(filters.proposer === '' ? {} : { proposed_by: filters.proposer }),
            },
          },
        }),
      ),
    placeholderData: (before) => before, // the list stays while the next one comes
  });
}

/** After decisions: the queue, and everything that counts mappings. */
export async function renewAfterDecision(): Promise<void> {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

export const approve = (uuid: string, body: Decision) =>
  bodyOf(api.POST('/api/admin/proposals/{uuid}/approve', { params: { path: { uuid } }, body }));
export const reject = (uuid: string, body: Decision) =>
  bodyOf(api.POST('/api/admin/proposals/{uuid}/reject', { params: { path: { uuid } }, body }));
export const edit = (uuid: string, body: Decision) => bodyOf(api.PATCH('/api/admin/proposals/{uuid}', { params: { path: { uuid } }, body }));
export const undo = (uuid: string, version: number) =>
  bodyOf(api.POST('/api/admin/proposals/{uuid}/undo', { params: { path: { uuid } }, body: { version } }));

export function bulk(decision: 'approve' | 'reject', proposals: readonly Proposal[], reason: string) {
  return bodyOf(
    api.POST('/api/admin/proposals/bulk', {
      body: { decision, items: proposals.map(({ uuid, version }) => ({ uuid, version })), ...(reason === '' ? {} : { reason }) },
    }),
  );
}

/** What an administrator changes, beside the version that was seen. Nothing that stays as it was is sent. */
export function editsOf(proposal: Proposal, fields: DraftFields): Partial<Decision> {
  const before = fieldsOf(proposal);
  const answers = answersOf(proposal.resource, fields);
  const changed = JSON.stringify(answers) !== JSON.stringify(answersOf(proposal.resource, before));
  return {
    ...(changed ? answers : {}),
    ...(fields.connection_type !== undefined && fields.connection_type !== before.connection_type ? { connection_type: fields.connection_type } : {}),
    ...(fields.confidence !== undefined && (fields.confidence !== before.confidence || fields.override_reason !== before.override_reason)
      ? { confidence: fields.confidence as 'low' | 'medium' | 'high', override_reason: fields.override_reason ?? '' }
      : {}),
  };
}

/** A proposal as the form has it. Its confidence is only there where it is not what the answers give. */
export function fieldsOf(proposal: Proposal): DraftFields {
  const own = isSet(proposal.confidence) && proposal.confidence !== proposal.computed_confidence;
  const all = {
    ...proposal.assessment,
    connection_type: proposal.connection_type,
    confidence: own ? proposal.confidence : undefined,
    override_reason: proposal.override_reason,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value)));
}

/** Where the cursor goes when the rows change: it stays on its proposal, else at its place in the list. */
export function nextCursor(rows: readonly Proposal[], before: string | undefined, place: number): string | undefined {
  if (rows.some(({ uuid }) => uuid === before)) {
    return before;
  }
  return rows[Math.min(Math.max(place, 0), rows.length - 1)]?.uuid;
}

export function ageText(days: number | undefined): string {
  return days === undefined ? '' : days === 0 ? 'today' : days === 1 ? '1 day' : `${days} days`;
}
