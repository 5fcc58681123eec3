import { useSearchParams } from 'wouter';
import { Link } from 'wouter';
import { useFormats } from '@/api/downloads';
import { useSite } from '@/api/site';
import { kFixedGroups, type FileGroup, type Tier } from '@/lib/downloads';
import { formatNumber } from '@/lib/format';
import { Loading } from '@/ui/Loading';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/States';
import { DataSetCitation } from './DataSetCitation';
import { FileRow } from '@/parts/FileRow';
import './downloads.css';

const kTiers: readonly { value: Tier; label: string }[] = [
  { value: 'all', label: 'All mappings' },
  { value: 'medium', label: 'Medium and high confidence' },
  { value: 'high', label: 'High confidence only' },
];

/** Every file of the approved mappings. */
export default function DownloadsPage() {
  const [parameters, setParameters] = useSearchParams();
  const tier = kTiers.find((one) => one.value === parameters.get('min_confidence'))?.value ?? 'all';
  const formats = useFormats();
  const whole: FileGroup = {
    title: 'All resources in one file',
    text: 'The same mappings in the format that your program reads best.',
    files: formats.data ?? [],
  };
  return (
    <Page
      title="Downloads"
      wide
      lead="Made from the mappings in force the moment you ask: a mapping that was just approved is in, a withdrawn one is not. Nobody has to sign in."
    >
      <Totals />
      <div className="downloads-tier">
        <label htmlFor="downloads-tier">Which mappings</label>
        <select
          id="downloads-tier"
          value={tier}
          onChange={(event) => setParameters(event.target.value === 'all' ? {} : { min_confidence: event.target.value })}
        >
          {kTiers.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
        <p className="hint">
          Another selection, by AOP, level or curator? <Link href="/explore">Explore</Link> downloads what you see there.
        </p>
      </div>
      {formats.isPending && <Loading lines={6} label="Loading the list of formats" />}
      {formats.isError && (
        <ErrorState error={formats.error} title="The list of formats could not be loaded." onRetry={() => void formats.refetch()} />
      )}
      {formats.data && <Group group={whole} tier={tier} />}
      {kFixedGroups.map((group) => (
        <Group key={group.title} group={group} tier={tier} />
      ))}
      <DataSetCitation />
      <p>
        What the columns mean and how to load each file in R and Python: <Link href="/documentation/files">guide to the files</Link>.
      </p>
    </Page>
  );
}

function Group({ group, tier }: { group: FileGroup; tier: Tier }) {
  return (
    <section>
      <h2>{group.title}</h2>
      <p className="downloads-text">{group.text}</p>
      <ul className="file-list">
        {group.files.map((file) => (
          <FileRow key={`${file.path} ${tier}`} file={file} tier={tier} />
        ))}
      </ul>
    </section>
  );
}

function Totals() {
  const site = useSite();
  if (site.data === undefined) {
    return null;
  }
  const { wikipathways, go, reactome } = site.data.mappings;
  return (
    <p>
      <b>{formatNumber(wikipathways + go + reactome)}</b> approved mappings: {formatNumber(wikipathways)} to WikiPathways, {formatNumber(go)} to
      GO, {formatNumber(reactome)} to Reactome.
    </p>
  );
}
