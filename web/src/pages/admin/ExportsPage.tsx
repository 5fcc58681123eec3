import { Link, useSearchParams } from 'wouter';
import { useFormats } from '@/api/downloads';
import { useDeposits, type Deposits } from '@/api/deposits';
import { kArchive } from '@/lib/downloads';
import { formatTime } from '@/lib/format';
import { FileRow } from '@/parts/FileRow';
import { Loading } from '@/ui/Loading';
import { EmptyState, ErrorState } from '@/ui/States';
import { Table } from '@/ui/Table';
import { Tabs } from '@/ui/Tabs';
import { AdminPage } from './AdminPage';
import { MakeDeposit } from './MakeDeposit';

/** The files as they are now, and what was made citable at Zenodo. */
export default function ExportsPage() {
  return (
    <AdminPage title="Exports and Zenodo" lead="Files follow each approval by themselves. A deposit at Zenodo is a version to cite: it gets a DOI and stays.">
      <Zenodo />
      <Files />
    </AdminPage>
  );
}

type Place = 'zenodo' | 'sandbox';
const kPlaces = [
  { key: 'zenodo', label: 'Zenodo' },
  { key: 'sandbox', label: 'Sandbox, to practise' },
] as const;

function Zenodo() {
  const [parameters, setParameters] = useSearchParams();
  const place: Place = parameters.get('at') === 'sandbox' ? 'sandbox' : 'zenodo';
  const deposits = useDeposits(place === 'sandbox');
  return (
    <section>
      <h2>Deposits</h2>
      <Tabs label="Where" kind="pills" tabs={kPlaces} current={place} onChange={(chosen) => setParameters(chosen === 'sandbox' ? { at: chosen } : {})}>
        {deposits.isPending && <Loading lines={3} label="Looking for deposits" />}
        {deposits.isError && <ErrorState error={deposits.error} title="The deposits could not be read." onRetry={() => void deposits.refetch()} />}
        {deposits.data && (
          <>
            <State deposits={deposits.data} sandbox={place === 'sandbox'} />
            <Releases deposits={deposits.data} />
          </>
        )}
      </Tabs>
    </section>
  );
}

function State({ deposits, sandbox }: { deposits: Deposits; sandbox: boolean }) {
  const { draft, ready, service } = deposits;
  if (ready !== true) {
    return (
      <EmptyState title="No token is set, so nothing can be deposited from here">
        Whoever runs the server sets <code>{sandbox ? 'ZENODO_SANDBOX_TOKEN' : 'ZENODO_TOKEN'}</code>, a token for {service};{' '}
        <Link href="/documentation/files#depositing-at-zenodo">the guide</Link> tells how.
      </EmptyState>
    );
  }
  return (
    <>
      {draft && (
        <p className="notice">
          A draft of version {draft.version} was begun {draft.started_at !== undefined && formatTime(draft.started_at)}
          {draft.page !== undefined && draft.page !== '' && (
            <>
              :{' '}
              <a href={draft.page} rel="external noreferrer">
                look at it there
              </a>
            </>
          )}
          . What you do here goes on with it.
        </p>
      )}
      <MakeDeposit sandbox={sandbox} />
    </>
  );
}

function Releases({ deposits }: { deposits: Deposits }) {
  const releases = [...(deposits.releases ?? [])].reverse();
  return (
    <>
      <h3>Published versions</h3>
      {releases.length === 0 ? (
        <EmptyState title="None was published yet" />
      ) : (
        <Table caption="Published versions" head={['Version', 'Published', 'DOI', 'DOI of all versions']}>
          {releases.map((release) => (
            <tr key={release.deposition_id}>
              <th scope="row">{release.version}</th>
              <td>{release.published_at !== undefined && formatTime(release.published_at)}</td>
              <td>
                <Doi doi={release.doi} />
              </td>
              <td>
                <Doi doi={release.concept_doi} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

function Doi({ doi = '' }: { doi: string | undefined }) {
  return doi === '' ? (
    <>–</>
  ) : (
    <a className="id" href={`https://doi.org/${doi}`} rel="external noreferrer">
      {doi}
    </a>
  );
}

/** What everybody can fetch now; nothing has to be started for it. */
function Files() {
  const formats = useFormats();
  return (
    <section>
      <h2>Files</h2>
      <p>
        Made from the mappings in force when someone asks, so there is nothing to start. Gene sets and files by confidence are on{' '}
        <Link href="/downloads">Downloads</Link>.
      </p>
      {formats.isPending && <Loading lines={5} label="Loading the list of formats" />}
      {formats.isError && <ErrorState error={formats.error} title="The list of formats could not be loaded." onRetry={() => void formats.refetch()} />}
      {formats.data && (
        <ul className="file-list">
          {[...formats.data, kArchive].map((file) => (
            <FileRow key={file.path} file={file} tier="all" />
          ))}
        </ul>
      )}
    </section>
  );
}
