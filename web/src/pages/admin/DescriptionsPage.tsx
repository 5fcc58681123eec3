import { useState, type FormEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, bodyOf, queryClient } from '@/api/client';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { useToast } from '@/ui/Toast';
import { formatTime } from '@/lib/format';
import { AdminPage } from './AdminPage';
import { useAct } from './use_act';

const kKey = ['admin', 'descriptions'];

export default function DescriptionsPage() {
  return (
    <AdminPage
      title="Descriptions"
      lead="Where a description of a Key Event leads the suggestions astray, take it out of the matching. It is still shown to people."
    >
      <Descriptions />
    </AdminPage>
  );
}

async function put(id: string, disabled: boolean) {
  const answer = await bodyOf(api.PUT('/api/admin/descriptions/{id}', { params: { path: { id } }, body: { disabled } }));
  await queryClient.invalidateQueries({ queryKey: kKey });
  await queryClient.invalidateQueries({ queryKey: ['suggestions'] });
  return answer;
}

function Descriptions() {
  const list = useQuery({ queryKey: kKey, queryFn: () => bodyOf(api.GET('/api/admin/descriptions')) });
  const [id, setId] = useState('');
  const { busy, problem, run } = useAct();
  const toast = useToast();
  const switchTo = async (ke: string, disabled: boolean) => {
    const answer = await run(() => put(ke, disabled));
    if (answer !== undefined) {
      toast.say(`The description of ${answer.ke_id ?? ke} ${disabled ? 'is out of' : 'takes part in'} the matching.`);
      setId('');
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = /^\s*(?:KE[ :]?)?(\d+)\s*$/i.exec(id)?.[1];
    void switchTo(number === undefined ? id.trim() : `KE ${number}`, true);
  };
  const rows = list.data?.descriptions ?? [];
  return (
    <>
      <form onSubmit={submit}>
        <Field label="Key Event" hint="Its number: KE 55 or 55" error={problem?.message}>
          {(wiring) => <input {...wiring} required value={id} onChange={(event) => setId(event.target.value)} />}
        </Field>
        <Button type="submit" kind="primary" busy={busy}>
          Take its description out of the matching
        </Button>
      </form>
      <h2>Switched so far</h2>
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <EmptyState title="Every description takes part" />}
      {rows.length > 0 && (
        <Table caption="Key Events whose description was switched" head={['Key Event', 'In the matching', 'By', 'When', <span key="actions" className="visually-hidden">Actions</span>]}>
          {rows.map(({ ke_id = '', ke_title, disabled = false, updated_by, updated_at }) => (
            <tr key={ke_id}>
              <th scope="row">
                <Link href={`/ke/${ke_id.replace('KE ', '')}`}>{ke_id}</Link> {ke_title}
              </th>
              <td>
                <Badge tone={disabled ? 'medium' : 'good'}>{disabled ? 'out' : 'takes part'}</Badge>
              </td>
              <td>{updated_by}</td>
              <td>{updated_at !== undefined && formatTime(updated_at)}</td>
              <td>
                <Button className="small" onClick={() => void switchTo(ke_id, !disabled)}>
                  {disabled ? 'Put it back' : 'Take it out'}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
