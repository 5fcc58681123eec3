import { Link, useParams } from 'wouter';
import { isApiError } from '@/api/errors';
import { useMappingsOfTarget } from '@/api/mappings';
import type { Target } from '@/api/subjects';
import { useTarget } from '@/api/targets';
import { counted, formatNumber } from '@/lib/format';
import { kFacts, resourceOf, targetPath, type Resource } from '@/lib/subjects';
import { FormatLinks, linkedData } from '@/parts/FormatLinks';
import { GeneList } from '@/parts/GeneList';
import { LongText } from '@/parts/LongText';
import { MappingTable } from '@/parts/MappingTable';
import { Badge } from '@/ui/Badge';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { EmptyState, ErrorState } from '@/ui/States';
import { Hierarchy } from './Hierarchy';
import '@/parts/subject.css';

/** Analyses skip smaller sets. */
const kSmallGeneSet = 5;

/** Everything that is known about a pathway or a GO term. */
export default function TargetPage() {
  const { id: text = '' } = useParams();
  const id = decodeURIComponent(text).trim().toUpperCase();
  const resource = resourceOf(id);
  if (resource === undefined) {
    return (
      <Page title="There is no such target">
        <EmptyState title={`${id} is no id of a pathway or term.`}>
          Expected one like WP254, GO:0006915 or R-HSA-109581. <Link href="/search">Search</Link> finds targets by their words.
        </EmptyState>
      </Page>
    );
  }
  return <OneTarget key={id} resource={resource} id={id} />;
}

function OneTarget({ resource, id }: { resource: Resource; id: string }) {
  const target = useTarget(resource, id);
  const { label } = kFacts[resource];
  if (target.isPending) {
    return (
      <Page title={id} wide>
        <Loading lines={8} label={`Loading ${id}`} />
      </Page>
    );
  }
  if (target.isError) {
    const unknown = isApiError(target.error) && target.error.status === 404;
    return (
      <Page title={id} wide={!unknown}>
        {unknown ? (
          <EmptyState title={`${id} is not among the targets of the loaded ${label} release.`}>
            Mappings that name it stay in force and are marked for review.
          </EmptyState>
        ) : (
          <ErrorState error={target.error} title={`${id} could not be loaded.`} onRetry={() => void target.refetch()} />
        )}
        {unknown && <MappedKeyEvents resource={resource} id={id} />}
      </Page>
    );
  }
  return <Known resource={resource} target={target.data} />;
}

const kKinds: Readonly<Record<Target['kind'], string>> = {
  wikipathways: 'WikiPathways pathway',
  go_bp: 'GO biological process',
  go_mf: 'GO molecular function',
  reactome: 'Reactome pathway',
};

function Known({ resource, target }: { resource: Resource; target: Target }) {
  const { collection, idField, label } = kFacts[resource];
  const small = target.gene_count !== null && target.gene_count < kSmallGeneSet;
  return (
    <Page
      title={`${target.id}: ${target.title}`}
      heading={
        <>
          <span className="subject-id">{target.id}</span> {target.title}
        </>
      }
      wide
      lead={
        <p className="subject-facts">
          <Badge>{kKinds[target.kind]}</Badge>
          {target.link !== '' && (
            <a href={target.link} rel="noreferrer">
              In {label}
            </a>
          )}
          {target.picture !== null && (
            <a href={target.picture} rel="noreferrer">
              Picture of the pathway
            </a>
          )}
        </p>
      }
    >
      <div className="subject">
        <div>
          <section>
            <h2>{resource === 'go' ? 'Definition' : 'Description'}</h2>
            {target.description === '' ? <p className="hint">{label} gives none.</p> : <LongText text={target.description} />}
          </section>
          <section>
            <h2>Key Events that are mapped to it</h2>
            <MappedKeyEvents resource={resource} id={target.id} />
          </section>
          <section>
            <h2>Genes</h2>
            {small && (
              <p className="notice">
                Fewer than {kSmallGeneSet} genes: enrichment analyses commonly skip such a set, so a mapping to it may never show in results.
              </p>
            )}
            <GeneList genes={target.genes} empty="It has no genes." unknown="The genes of this target are not known to this server." />
          </section>
        </div>
        <aside aria-label="About this target">
          <section className="card">
            <h2>Facts</h2>
            <dl className="facts">
              <dt>Genes</dt>
              <dd>{target.gene_count === null ? 'unknown' : formatNumber(target.gene_count)}</dd>
              {target.species !== null && (
                <>
                  <dt>Species</dt>
                  <dd>{target.species}</dd>
                </>
              )}
              {target.depth !== null && (
                <>
                  <dt>Depth</dt>
                  <dd>{counted(target.depth, 'step')} from the root</dd>
                </>
              )}
              {target.ic !== null && (
                <>
                  <dt>Information content</dt>
                  <dd>{target.ic.toFixed(2)}</dd>
                </>
              )}
            </dl>
          </section>
          {resource === 'go' && <Hierarchy target={target} />}
          <Words target={target} />
          <FormatLinks
            links={[
              { label: 'Mappings to it', href: `${collection}?${idField}=${encodeURIComponent(target.id)}`, note: 'JSON' },
              { label: 'Mappings to it', href: `${collection}?${idField}=${encodeURIComponent(target.id)}&format=csv`, note: 'CSV' },
              { label: 'This target', href: `/api/targets/${resource}/${encodeURIComponent(target.id)}`, note: 'JSON, with genes' },
              ...linkedData(targetPath(target.id)),
            ]}
          />
        </aside>
      </div>
    </Page>
  );
}

function MappedKeyEvents({ resource, id }: { resource: Resource; id: string }) {
  const list = useMappingsOfTarget(resource, id);
  if (list.isPending) {
    return <Loading lines={3} label="Loading mappings" />;
  }
  if (list.isError) {
    return <ErrorState error={list.error} title="The mappings could not be loaded." onRetry={() => void list.refetch()} />;
  }
  if (list.data.total === 0) {
    return <p className="hint">No Key Event is mapped to it yet.</p>;
  }
  return (
    <>
      <MappingTable caption={`Mappings to ${id}`} mappings={list.data.mappings} without="target" />
      {list.data.total > list.data.mappings.length && (
        <p>
          <Link href={`/explore?resource=${resource}&target_id=${encodeURIComponent(id)}`}>All {formatNumber(list.data.total)}</Link>
        </p>
      )}
    </>
  );
}

const kMostPublications = 10;

/** Other names, tags and articles, where the source gives them. */
function Words({ target }: { target: Target }) {
  return (
    <>
      {target.synonyms.length > 0 && (
        <section className="card">
          <h2>Also called</h2>
          <ul className="plain-list">
            {target.synonyms.map((synonym) => (
              <li key={`${synonym.type} ${synonym.text}`}>
                {synonym.text} <small>{synonym.type.toLowerCase()}</small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {target.tags.length > 0 && (
        <section className="card">
          <h2>Ontology tags</h2>
          <ul className="plain-list">
            {target.tags.map((tag) => (
              <li key={tag}>{tag}</li>
            ))}
          </ul>
        </section>
      )}
      {target.publications.length > 0 && (
        <section className="card">
          <h2>Articles</h2>
          <ul className="plain-list">
            {target.publications.slice(0, kMostPublications).map((article) => (
              <li key={article.url}>
                <a href={article.url} rel="noreferrer">
                  PubMed {article.pmid}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
