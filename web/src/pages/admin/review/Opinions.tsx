import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, queryClient, type Schemas } from '@/api/client';
import { answerLabel, questionsOf } from '@/lib/questions';
import { isSet } from '@/lib/is_set';
import { formatTime } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { useAct } from '../use_act';
import type { Proposal } from './queue';

type Opinion = Schemas['Opinion'];

/** What a second curator says, who did not see the first answers. */
export function Opinions({ proposal }: { proposal: Proposal }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="review-opinions" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Second opinions</summary>
      {open && <OpinionList proposal={proposal} />}
    </details>
  );
}

function OpinionList({ proposal }: { proposal: Proposal }) {
  const key = ['admin', 'opinions', proposal.uuid];
  const path = { uuid: proposal.uuid };
  const opinions = useQuery({
    queryKey: key,
    queryFn: () => bodyOf(api.GET('/api/admin/proposals/{uuid}/opinions', { params: { path } })),
  });
  const users = useQuery({ queryKey: ['admin', 'users'], queryFn: () => bodyOf(api.GET('/api/admin/users')), enabled: proposal.status === 'pending' });
  const [curator, setCurator] = useState('');
  const { busy, problem, run } = useAct();
  const ask = async () => {
    const asked = await run(() => bodyOf(api.POST('/api/admin/proposals/{uuid}/opinions', { params: { path }, body: { curator } })));
    if (asked !== undefined) {
      setCurator('');
      await queryClient.invalidateQueries({ queryKey: key });
    }
  };
  const given = opinions.data?.opinions ?? [];
  const candidates = (users.data?.users ?? []).filter(
    ({ identity = '' }) => identity !== proposal.proposed_by && !identity.startsWith('guest:') && !given.some((one) => one.curator === identity),
  );
  return (
    <>
      {opinions.isPending && <Loading lines={2} />}
      {opinions.isError && <ErrorState error={opinions.error} onRetry={() => void opinions.refetch()} />}
      {opinions.data && given.length === 0 && <p className="hint">Nobody was asked yet.</p>}
      {given.map((opinion) => (
        <Given key={opinion.uuid} opinion={opinion} proposal={proposal} />
      ))}
      {proposal.status === 'pending' && users.data && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <Field label="Ask a curator" hint="They answer the same questions without seeing these answers." error={problem?.message}>
            {(wiring) => (
              <select {...wiring} value={curator} onChange={(event) => setCurator(event.target.value)}>
                <option value="">choose…</option>
                {candidates.map(({ identity, display_name }) => (
                  <option key={identity} value={identity}>
                    {display_name} ({identity})
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Button type="submit" className="small" busy={busy} disabled={curator === ''}>
            Ask
          </Button>
        </form>
      )}
    </>
  );
}

function Given({ opinion, proposal }: { opinion: Opinion; proposal: Proposal }) {
  if (!isSet(opinion.answers)) {
    return (
      <p>
        {opinion.curator} was asked{opinion.asked_at !== undefined && ` on ${formatTime(opinion.asked_at)}`} and has not answered yet.
      </p>
    );
  }
  const label = (answers: Schemas['Answers'] | null | undefined, field: string) => {
    const value = (answers as Record<string, string | number | null | undefined> | null | undefined)?.[field];
    return !isSet(value) ? '–' : answerLabel(proposal.resource, field, value);
  };
  return (
    <>
      <Table caption={`Answers of ${opinion.curator ?? 'a second curator'}`} head={['Question', opinion.first_by ?? 'Proposer', opinion.curator]}>
        {questionsOf(proposal.resource)
          .filter(({ field }) => field !== 'connection_type')
          .map(({ field, legend }) => {
            const [first, second] = [label(opinion.first_answers, field), label(opinion.answers, field)];
            return (
              <tr key={field} className={first === second ? undefined : 'review-differs'}>
                <th scope="row">{legend}</th>
                <td>{first}</td>
                <td>{first === second ? second : <b>{second} ≠</b>}</td>
              </tr>
            );
          })}
      </Table>
      {isSet(opinion.note) && opinion.note !== '' && <p>{opinion.note}</p>}
    </>
  );
}
