import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '@/api/client';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { counted } from '@/lib/format';
import { saveFile } from '@/lib/download';
import { AopChooser } from './AopChooser';
import { ContextPanel } from './ContextPanel';
import { networkCsv } from './exports';
import { useExplorerState, type ExplorerState } from './explorerState';
import { layeredLayout } from './layout';
import { Legend } from './Legend';
import { isGap } from './look';
import { kResourceLabels } from '@/lib/resources';
import { coverageOf, graphOf, kResources, type Network, type NetworkAop } from './network';
import { NetworkGraph } from './NetworkGraph';
import { NetworkTable } from './NetworkTable';
import './aop-explorer.css';

export default function AopExplorerPage() {
  const network = useQuery({ queryKey: ['aop-network'], queryFn: () => bodyOf(api.GET('/api/aop-network')), staleTime: 300_000 });
  return (
    <Page
      title="AOP network"
      wide
      lead="How Key Events lead from one to the next, which of them are mapped, and where the gaps are."
    >
      {network.isPending && <Loading lines={8} label="Loading the AOPs" />}
      {network.isError && <ErrorState error={network.error} title="The AOPs could not be loaded." onRetry={() => void network.refetch()} />}
      {network.data && (network.data.aops.length === 0 ? <NoAops /> : <Explorer network={network.data} />)}
    </Page>
  );
}

function NoAops() {
  return (
    <EmptyState title="This server has no AOPs">
      Its data folder has no membership of Key Events in AOPs. For the operator: run <code>kewp import aopwiki</code>.
    </EmptyState>
  );
}

function Explorer({ network }: { network: Network }) {
  const [state, change] = useExplorerState();
  const key = state.aops === 'all' ? 'all' : state.aops.join();
  const { aops, missing } = useMemo(() => {
    const wanted = key === 'all' ? undefined : key.split(',').filter(Boolean);
    const known = new Map(network.aops.map((aop) => [aop.aop_id, aop]));
    return wanted === undefined
      ? { aops: network.aops, missing: [] }
      : { aops: wanted.flatMap((id) => known.get(id) ?? []), missing: wanted.filter((id) => !known.has(id)) };
  }, [network, key]);
  const graph = useMemo(() => graphOf(network, aops), [network, aops]);
  const node = state.ke === undefined ? undefined : graph.byId.get(state.ke);
  return (
    <div className="aop-explorer" data-panel={node !== undefined || undefined}>
      <div className="aop-explorer-side">
        {node === undefined ? (
          <AopChooser network={network} state={state} onChange={change} />
        ) : (
          <>
            <Button kind="quiet" className="small" onClick={() => change({ ke: undefined })}>
              ← Back to the list of AOPs
            </Button>
            <ContextPanel
              key={node.ke.ke_id}
              node={node}
              graph={graph}
              onChoose={(ke) => change({ ke })}
              onAop={(id) => change({ aops: [id] })}
              onClose={() => change({ ke: undefined })}
            />
          </>
        )}
      </div>
      <div className="aop-explorer-main">
        {missing.length > 0 && (
          <p className="notice" role="alert">
            {missing.join(', ')} {missing.length === 1 ? 'is' : 'are'} not among the AOPs of this server.
          </p>
        )}
        {aops.length === 0 ? <Start network={network} onChange={change} /> : <View aops={aops} graph={graph} state={state} onChange={change} />}
      </div>
    </div>
  );
}

const kSuggested = 4;

/** Nothing is chosen yet: where to begin. */
function Start({ network, onChange }: { network: Network; onChange: (change: Partial<ExplorerState>) => void }) {
  const begun = useMemo(
    () =>
      coverageOf(network)
        .filter((row) => row.mapped > 0 && row.mapped < row.keyEvents && row.aop.relationships.length > 0)
        .sort((a, b) => b.mapped / b.keyEvents - a.mapped / a.keyEvents || b.keyEvents - a.keyEvents)
        .slice(0, kSuggested),
    [network],
  );
  return (
    <EmptyState title="Choose an AOP from the list">
      {begun.length > 0 && (
        <>
          <p>or one of those that are nearly complete:</p>
          <ul className="aop-explorer-begin">
            {begun.map(({ aop, mapped, keyEvents }) => (
              <li key={aop.aop_id}>
                <Button onClick={() => onChange({ aops: [aop.aop_id] })}>
                  {aop.aop_id}: {aop.title} ({mapped} of {keyEvents})
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </EmptyState>
  );
}

interface ViewProps {
  aops: readonly NetworkAop[];
  graph: ReturnType<typeof graphOf>;
  state: ExplorerState;
  onChange: (change: Partial<ExplorerState>) => void;
}

function View({ aops, graph, state, onChange }: ViewProps) {
  const layout = useMemo(
    () =>
      layeredLayout(
        graph.nodes.map(({ ke }) => ke.ke_id),
        graph.edges,
      ),
    [graph],
  );
  const gaps = graph.nodes.filter(isGap).length;
  const single = aops.length === 1 ? aops[0] : undefined;
  const fileName = single?.aop_id.replace(' ', '-') ?? `${aops.length}-AOPs`;
  const chosen = state.ke !== undefined && graph.byId.has(state.ke) ? state.ke : undefined;
  return (
    <>
      <div className="aop-explorer-title">
        <h2>{single === undefined ? `${counted(aops.length, 'AOP')} together` : `${single.aop_id}: ${single.title}`}</h2>
        <p className="hint">
          {single !== undefined && single.oecd_status !== '' && <>OECD: {single.oecd_status} · </>}
          {counted(graph.nodes.length, 'Key Event')}, {counted(graph.edges.length, 'relationship')}, <b>{counted(gaps, 'gap')}</b>
        </p>
      </div>
      <div className="aop-explorer-bar">
        <label className="aop-explorer-check">
          <input type="checkbox" checked={state.gaps} onChange={(event) => onChange({ gaps: event.target.checked })} /> Show gaps only
        </label>
        <Button className="small" onClick={() => saveFile(`${fileName}.csv`, networkCsv(graph), 'text/csv;charset=utf-8')}>
          CSV
        </Button>
      </div>
      <Chosen id={chosen} graph={graph} />
      <Tabs
        label="View"
        kind="pills"
        tabs={[
          { key: 'graph', label: 'Drawing' },
          { key: 'table', label: 'Table' },
        ]}
        current={state.view}
        onChange={(view) => onChange({ view })}
      >
        {state.view === 'graph' ? (
          <>
            <NetworkGraph graph={graph} layout={layout} chosen={chosen} gaps={state.gaps} fileName={fileName} onChoose={(ke) => onChange({ ke })} />
            <Legend />
          </>
        ) : (
          <NetworkTable graph={graph} chosen={chosen} gaps={state.gaps} onChoose={(ke) => onChange({ ke })} />
        )}
      </Tabs>
    </>
  );
}

/** Says for screen readers where the arrow keys have come. */
function Chosen({ id, graph }: { id: string | undefined; graph: ReturnType<typeof graphOf> }) {
  const node = id === undefined ? undefined : graph.byId.get(id);
  const mapped = node === undefined ? [] : kResources.filter((resource) => node.ke.mapped[resource] > 0);
  return (
    <p className="visually-hidden" role="status">
      {node !== undefined &&
        [
          `${node.ke.ke_id}, ${node.ke.title}`,
          node.parts.join(' and '),
          mapped.length === 0 ? 'not mapped' : `mapped in ${mapped.map((resource) => kResourceLabels[resource]).join(', ')}`,
          `${counted(node.upstream.length, 'cause')}, ${counted(node.downstream.length, 'effect')}`,
        ].join('; ')}
    </p>
  );
}
