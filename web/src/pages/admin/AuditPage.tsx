import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { api, bodyOf, type Schemas } from '@/api/client';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { formatTime } from '@/lib/format';
import { isSet } from '@/lib/is_set';
import { AdminPage } from './AdminPage';

type Line = Schemas['AuditLine'];
const kLimit = 100;
const kNames = ['actor', 'action', 'object', 'since', 'before'] as const;
type Name = (typeof kNames)[number];

const kActions = [
  ['', 'anything'],
  ['proposal.', 'proposals'],
  ['mapping.', 'mappings'],
  ['opinion.', 'second opinions'],
  ['guest_code.', 'guest codes'],
  ['session.', 'sign-ins'],
  ['user.', 'users'],
  ['description.', 'descriptions'],
] as const;

export default function AuditPage() {
  return (
    <AdminPage title="Audit" lead="Who did what, newest first. Lines are only ever added.">
      <Audit />
    </AdminPage>
  );
}

/** A day of a form as the beginning of that day, for the server. */
function queryOf(parameters: URLSearchParams): Partial<Record<Name, string>> {
  const query: Partial<Record<Name, string>> = {};
  for (const name of kNames) {
    const value = parameters.get(name)?.trim();
    if (value !== undefined && value !== '') {
      query[name] = name === 'since' || name === 'before' ? `${value}T00:00:00Z` : value;
    }
  }
  return query;
}

function Audit() {
  const [parameters, setParameters] = useSearchParams();
  const query = queryOf(parameters);
  const lines = useInfiniteQuery({
    queryKey: ['admin', 'audit', query],
    queryFn: ({ pageParam }) =>
      bodyOf(api.GET('/api/admin/audit', { params: { query: { ...query, limit: kLimit, ...(pageParam === 0 ? {} : { before_id: pageParam }) } } })),
    initialPageParam: 0,
    getNextPageParam: (last) => ((last.lines?.length ?? 0) < kLimit ? undefined : (last.next_before_id ?? undefined)),
  });
  const set = (name: Name, value: string) =>
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        if (value.trim() === '') {
          after.delete(name);
        } else {
          after.set(name, value.trim());
        }
        return after;
      },
      { replace: true },
    );
  const rows = lines.data?.pages.flatMap((page) => page.lines ?? []) ?? [];
  return (
    <>
      <div className="admin-filters" role="search" aria-label="Filter the audit">
        <Text name="actor" label="Who" placeholder="github:alice" parameters={parameters} set={set} />
        <Field label="What">
          {(wiring) => (
            <select {...wiring} value={parameters.get('action') ?? ''} onChange={(event) => set('action', event.target.value)}>
              {kActions.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Text name="object" label="Which" placeholder="its uuid" parameters={parameters} set={set} />
        <Text name="since" label="From (UTC)" type="date" parameters={parameters} set={set} />
        <Text name="before" label="Before (UTC)" type="date" parameters={parameters} set={set} />
      </div>
      <p>
        <a href={`/api/admin/audit.csv?${new URLSearchParams(query).toString()}`}>All of these as CSV</a>
      </p>
      {lines.isPending && <Loading lines={6} />}
      {lines.isError && <ErrorState error={lines.error} onRetry={() => void lines.refetch()} />}
      {lines.data && rows.length === 0 && <EmptyState title="Nothing like this happened" />}
      {rows.length > 0 && (
        <Table caption="Audit" head={['When', 'Who', 'What', 'Which', 'Change']}>
          {rows.map((line) => (
            <LineRow key={line.id} line={line} />
          ))}
        </Table>
      )}
      {lines.hasNextPage && (
        <Button busy={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          Show earlier ones
        </Button>
      )}
    </>
  );
}

interface TextProps {
  name: Name;
  label: string;
  placeholder?: string;
  type?: 'date';
  parameters: URLSearchParams;
  set: (name: Name, value: string) => void;
}

function Text({ name, label, placeholder, type, parameters, set }: TextProps) {
  const value = parameters.get(name) ?? '';
  return (
    <Field label={label}>
      {(wiring) => (
        <input
          {...wiring}
          key={value}
          type={type ?? 'text'}
          placeholder={placeholder}
          defaultValue={value}
          onBlur={(event) => event.target.value !== value && set(name, event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function LineRow({ line }: { line: Line }) {
  const object = line.object ?? '';
  const kind = line.action?.split('.')[0];
  const page = kind === 'mapping' ? `/mappings/${object}` : kind === 'proposal' ? `/proposals/${object}` : undefined;
  return (
    <tr>
      <td>{line.at !== undefined && formatTime(line.at)}</td>
      <td>{line.actor}</td>
      <td>
        <code>{line.action}</code>
      </td>
      <td>{page === undefined ? <span className="id">{object}</span> : <Link href={page}>{object.slice(0, 8)}</Link>}</td>
      <td>
        {(isSet(line.before) || isSet(line.after)) && (
          <details>
            <summary>Before and after</summary>
            <pre className="admin-json">{JSON.stringify({ before: line.before, after: line.after }, null, 1)}</pre>
          </details>
        )}
      </td>
    </tr>
  );
}
