import { useMappingHistory } from '@/api/mappings';
import { formatTime } from '@/lib/format';
import { actionText, changesOf } from '@/lib/history';
import { personName } from '@/lib/mappings';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';

/** Who did what to a mapping, and when. */
export function History({ uuid }: { uuid: string }) {
  const history = useMappingHistory(uuid);
  return (
    <section>
      <h2>History</h2>
      {history.isPending && <Loading lines={3} label="Loading the history" />}
      {history.isError && <ErrorState error={history.error} title="The history could not be loaded." onRetry={() => void history.refetch()} />}
      {history.data?.length === 0 && <p className="hint">It came with the data of an earlier system, before actions were recorded.</p>}
      {history.data && history.data.length > 0 && (
        <ol className="history">
          {history.data.map((line, at) => (
            <li key={`${line.at ?? ''} ${at}`}>
              <time dateTime={line.at}>{formatTime(line.at ?? '')}</time>
              <p>
                <b>{personName(line.actor ?? null)}</b> {actionText(line.action)}
              </p>
              <ul className="plain-list">
                {changesOf(line).map((change) => (
                  <li key={change.field}>
                    {change.field}: <del>{change.before}</del> <span aria-hidden="true">→</span> <ins>{change.after}</ins>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
