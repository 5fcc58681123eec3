import { useQuery } from '@tanstack/react-query';
import { api, bodyOf, getJson, type Schemas } from '@/api/client';
import { Badge } from '@/ui/Badge';
import { DegradedBanner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { formatNumber, formatTime } from '@/lib/format';
import { isSet } from '@/lib/is_set';
import { AdminPage } from './AdminPage';
import { ageOf, bytesText, durationText, kServiceNames, readHealth, type Health, type Processes } from './health';

const kEveryMs = 15_000;

export default function HealthPage() {
  return (
    <AdminPage title="Health and backups" lead="How the service is doing now. The page looks again every 15 seconds.">
      <h2 className="visually-hidden">Services</h2>
      <Service />
      <Backups />
      <Workers />
    </AdminPage>
  );
}

function Service() {
  const health = useQuery({ queryKey: ['admin', 'health'], queryFn: readHealth, refetchInterval: kEveryMs });
  if (health.isPending) {
    return <Loading lines={4} label="Asking the service" />;
  }
  if (health.isError) {
    return <ErrorState error={health.error} title="The service does not say how it is." onRetry={() => void health.refetch()} />;
  }
  return <Services health={health.data} />;
}

function Services({ health }: { health: Health }) {
  return (
    <>
      <p role="status">
        <Badge tone={health.status === 'healthy' ? 'good' : 'bad'}>{health.status}</Badge> version {health.version}, as of {formatTime(health.timestamp)}
      </p>
      <div className="admin-services">
        {Object.entries(health.services).map(([name, service]) =>
          service === null ? null : (
            <Card key={name}>
              <h3>
                {kServiceNames[name] ?? name} <Badge tone={service.status === 'healthy' ? 'good' : 'bad'}>{service.status}</Badge>
              </h3>
              {service.message !== '' && <p>{service.message}</p>}
              {(service.troubles ?? []).length > 0 && (
                <details>
                  <summary>Which files</summary>
                  <ul>
                    {service.troubles?.map(({ file, consequence }) => (
                      <li key={file}>
                        <code>{file}</code>: {consequence}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </Card>
          ),
        )}
      </div>
    </>
  );
}

function Backups() {
  const backups = useQuery({ queryKey: ['admin', 'backups'], queryFn: () => bodyOf(api.GET('/api/admin/backups')), refetchInterval: kEveryMs });
  return (
    <>
      <h2>Backups</h2>
      {backups.isPending && <Loading lines={3} />}
      {backups.isError && <ErrorState error={backups.error} title="The folder of backups could not be read." onRetry={() => void backups.refetch()} />}
      {backups.data && <BackupFacts backups={backups.data} />}
    </>
  );
}

function BackupFacts({ backups }: { backups: Schemas['Backups'] }) {
  const now = Date.now();
  return (
    <>
      {!backups.healthy && <DegradedBanner>{backups.message}</DegradedBanner>}
      {backups.healthy && backups.message !== '' && <p className="notice">{backups.message}</p>}
      <dl className="facts admin-facts">
        <dt>Last backup</dt>
        <dd>{isSet(backups.last_success) ? `${formatTime(backups.last_success)} (${ageOf(backups.last_success, now)} ago)` : 'none yet'}</dd>
        <dt>Next one</dt>
        <dd>{isSet(backups.next) ? `${formatTime(backups.next)}, by ‘${backups.schedule ?? ''}’` : 'not scheduled'}</dd>
        <dt>Changes captured</dt>
        <dd>
          {!backups.captures_changes
            ? 'not between backups'
            : isSet(backups.last_capture)
              ? `all up to ${ageOf(backups.last_capture, now)} ago`
              : 'none yet'}
        </dd>
        {isSet(backups.last_failure) && (
          <>
            <dt>Last failure</dt>
            <dd>
              {formatTime(backups.last_failure)}
              {isSet(backups.last_failure_message) && `: ${backups.last_failure_message}`}
            </dd>
          </>
        )}
        <dt>Folder</dt>
        <dd>
          <code>{backups.folder}</code>
        </dd>
      </dl>
      {backups.backups.length === 0 ? (
        <EmptyState title="No backup lies in the folder" />
      ) : (
        <Table caption="Backups that are kept" head={['Made', 'File', 'Size', 'Checksum']}>
          {backups.backups.map((file) => (
            <tr key={file.name}>
              <th scope="row">{formatTime(file.at)}</th>
              <td>
                <code>{file.name}</code>
              </td>
              <td className="admin-number">{isSet(file.bytes) ? bytesText(file.bytes) : 'gone'}</td>
              <td>{file.checksum ? <Badge tone="good">there</Badge> : <Badge tone="bad">missing</Badge>}</td>
            </tr>
          ))}
        </Table>
      )}
      {backups.changes.length > 0 && (
        <p className="hint">
          {backups.changes.length === 1 ? '1 file' : `${backups.changes.length} files`} with captured changes,{' '}
          {bytesText(backups.changes.reduce((sum, file) => sum + (file.bytes ?? 0), 0))}: any second since{' '}
          {formatTime(backups.changes.at(-1)?.at ?? '')} can be restored with <code>kewp restore --until</code>.
        </p>
      )}
    </>
  );
}

function Workers() {
  const metrics = useQuery({ queryKey: ['admin', 'metrics'], queryFn: () => getJson<Processes>('/metrics'), refetchInterval: kEveryMs });
  return (
    <>
      <h2>Processes</h2>
      {metrics.isPending && <Loading lines={3} />}
      {metrics.isError && (
        <>
          <ErrorState error={metrics.error} title="The processes could not be listed." />
          <Button onClick={() => void metrics.refetch()}>Try again</Button>
        </>
      )}
      {metrics.data && (
        <Table caption="Processes of the service" head={['Process', 'State', 'Running for', 'Requests', 'Memory', 'Own share']}>
          {metrics.data.processes.map((row) => (
            <tr key={row.pid}>
              <th scope="row">
                {row.role} <span className="id">{row.pid}</span>
              </th>
              <td>
                <Badge tone={row.state === 'ready' ? 'good' : 'medium'}>{row.state}</Badge>
              </td>
              <td>{durationText(row.uptime_seconds)}</td>
              <td className="admin-number">{formatNumber(row.requests)}</td>
              <td className="admin-number">{bytesText(row.rss_bytes)}</td>
              <td className="admin-number">{bytesText(row.pss_bytes)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
