import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, bodyOf } from '@/api/client';
import { ConfidenceBadge } from '@/ui/Badge';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import { formatNumber } from '@/lib/format';
import { BarChart } from './BarChart';
import { Patterns, ResourceLegend } from './Chart';
import { HeatMap } from './HeatMap';
import { kResourceLabels } from '@/lib/resources';
import { kResources, levelRows, percent, total, type Statistics } from './series';
import { TimeChart } from './TimeChart';
import './stats.css';

export default function StatsPage() {
  const stats = useQuery({ queryKey: ['stats'], queryFn: () => bodyOf(api.GET('/api/stats')), staleTime: 60_000 });
  return (
    <Page title="Statistics" wide lead="What has been mapped, by whom, and what still waits.">
      {stats.isPending && <Loading lines={8} label="Counting" />}
      {stats.isError && <ErrorState error={stats.error} title="The statistics could not be loaded." onRetry={() => void stats.refetch()} />}
      {stats.data && <Figures stats={stats.data} />}
    </Page>
  );
}

function Figures({ stats }: { stats: Statistics }) {
  const mappings = total(stats.total.mappings);
  return (
    <>
      <Totals stats={stats} />
      {mappings === 0 ? (
        <EmptyState title="No mapping is approved yet">
          <Link href="/mapper">Map the first Key Event</Link>; its reviewer makes it count here.
        </EmptyState>
      ) : (
        <>
          <Patterns />
          <ResourceLegend />
          <div className="stats-charts">
            <TimeChart months={stats.by_month} />
            <BarChart
              title="By confidence"
              first="Confidence"
              rows={(['high', 'medium', 'low'] as const).map((confidence) => ({
                key: confidence,
                label: <ConfidenceBadge confidence={confidence} />,
                numbers: stats.by_confidence.find((row) => row.confidence === confidence)?.mappings ?? { wikipathways: 0, go: 0, reactome: 0 },
                filter: `confidence_level=${confidence}`,
              }))}
            />
            <BarChart
              title="By biological level"
              hint="Mappings, and how many Key Events of the level have one."
              first="Level"
              rows={levelRows(stats.by_level).map((row) => ({
                key: row.level ?? '',
                label: row.level ?? 'not known',
                numbers: row.mappings,
                note: `${row.mapped_key_events.any} of ${formatNumber(row.key_events)} KEs`,
                ...(row.level === null ? {} : { filter: `level=${encodeURIComponent(row.level)}` }),
              }))}
            />
            <BarChart
              title="By curator"
              hint="Who proposed them, under the names that the mappings bear in public."
              first="Curator"
              rows={[...stats.by_curator]
                .sort((a, b) => total(b.mappings) - total(a.mappings))
                .map((row) => ({
                  key: row.curator ?? '',
                  label: row.curator ?? 'not recorded',
                  numbers: row.mappings,
                  ...(row.curator === null ? {} : { filter: `proposed_by=${encodeURIComponent(row.curator)}` }),
                }))}
            />
          </div>
        </>
      )}
      {stats.by_aop.length > 0 && <HeatMap aops={stats.by_aop} />}
    </>
  );
}

function Totals({ stats }: { stats: Statistics }) {
  const { key_events, mapped_key_events: mapped, mappings } = stats.total;
  const whole = stats.by_aop.filter((aop) => aop.key_events > 0 && aop.mapped_key_events.any === aop.key_events).length;
  return (
    <dl className="stats-totals">
      <div>
        <dt>Approved mappings</dt>
        <dd>{formatNumber(total(mappings))}</dd>
        <dd className="stats-note">{kResources.map((resource) => `${formatNumber(mappings[resource])} ${kResourceLabels[resource]}`).join(' · ')}</dd>
      </div>
      <div>
        <dt>Key Events mapped</dt>
        <dd>{formatNumber(mapped.any)}</dd>
        <dd className="stats-note">
          {percent(mapped.any, key_events)} of {formatNumber(key_events)}
        </dd>
      </div>
      <div>
        <dt>AOPs fully mapped</dt>
        <dd>{formatNumber(whole)}</dd>
        <dd className="stats-note">of {formatNumber(stats.by_aop.length)}</dd>
      </div>
    </dl>
  );
}
