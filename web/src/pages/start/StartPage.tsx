import { Link } from 'wouter';
import { useSite } from '@/api/site';
import type { Schemas } from '@/api/client';
import { Page } from '@/ui/Page';
import { Loading } from '@/ui/Loading';
import { ErrorState } from '@/ui/States';
import { formatNumber } from '@/lib/format';
import { MappingPicture } from './MappingPicture';
import './start.css';

export default function StartPage() {
  const site = useSite();
  return (
    <Page
      title="Key Event mapping"
      heading={
        <>
          What does a Key Event look like <em>in the genes?</em>
        </>
      }
      wide
      lead="Curators link Key Events of Adverse Outcome Pathways to the pathways and terms that omics analyses use. Here you find their mappings, and add yours."
    >
      <div className="start-top">
        <div>
          <p className="button-row">
            <Link className="button primary large" href="/mapper">
              Map a Key Event
            </Link>
            <Link className="button large" href="/explore">
              Explore mappings
            </Link>
          </p>
          <p className="start-more">
            or <a href="/api/v1/mappings?format=csv">download them as CSV</a>, or walk through the <Link href="/aop-explorer">AOP network</Link>
          </p>
        </div>
        <MappingPicture />
      </div>
      <h2 className="visually-hidden">In this server</h2>
      {site.isPending && <Loading lines={2} label="Counting" />}
      {site.isError && <ErrorState error={site.error} onRetry={() => void site.refetch()} />}
      {site.data && <Counts site={site.data} />}
      <h2>How a mapping comes about</h2>
      <ol className="start-steps">
        <li>
          <h3>Choose a Key Event</h3>
          <p>By its number, its words, or from an AOP. You see its description, genes, neighbours, and what is mapped already.</p>
        </li>
        <li>
          <h3>Pick a target</h3>
          <p>The server suggests pathways and terms, and shows why: similar meaning, common genes, common words.</p>
        </li>
        <li>
          <h3>Judge the link</h3>
          <p>Four short questions. Your confidence follows from the answers; you may decide otherwise and say why.</p>
        </li>
        <li>
          <h3>Someone reviews it</h3>
          <p>Once approved, the mapping is public with your name: as a page, through the API, and in files for R and Python.</p>
        </li>
      </ol>
    </Page>
  );
}

const kResources = [
  { key: 'wikipathways', label: 'WikiPathways', unit: 'pathways' },
  { key: 'go', label: 'Gene Ontology', unit: 'terms' },
  { key: 'reactome', label: 'Reactome', unit: 'pathways' },
] as const;

function Counts({ site }: { site: Schemas['Site'] }) {
  return (
    <dl className="counts">
      <div className="count-main">
        <dt>Key Events</dt>
        <dd>{formatNumber(site.corpus.key_events)}</dd>
        <dd className="count-note">in {formatNumber(site.corpus.aops)} AOPs</dd>
      </div>
      {kResources.map(({ key, label, unit }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {formatNumber(site.mappings[key])} <small>approved {site.mappings[key] === 1 ? 'mapping' : 'mappings'}</small>
          </dd>
          <dd className="count-note">
            to {formatNumber(site.corpus[key])} {unit}
          </dd>
        </div>
      ))}
      <div>
        <dt>In review</dt>
        <dd>
          {formatNumber(site.pending_proposals)} <small>{site.pending_proposals === 1 ? 'proposal' : 'proposals'}</small>
        </dd>
        <dd className="count-note">waiting for a decision</dd>
      </div>
    </dl>
  );
}
