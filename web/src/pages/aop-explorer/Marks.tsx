import { kMarks } from './look';
import { kResourceLabels, type Resource } from '@/lib/resources';
import { kResources } from './network';
import { counted } from '@/lib/format';

/** Three marks: full where something is mapped. Read out as a sentence. */
export function Marks({ mapped }: { mapped: Readonly<Record<Resource, number>> }) {
  const said = kResources.filter((resource) => mapped[resource] > 0).map((resource) => kResourceLabels[resource]);
  return (
    <svg className="aop-explorer-marks" viewBox="0 0 44 12" width="55" height="15" role="img" aria-label={said.length === 0 ? 'not mapped' : `mapped in ${said.join(', ')}`}>
      {kResources.map((resource) => (
        <path key={resource} d={kMarks[resource].path} className={mapped[resource] > 0 ? 'full' : 'empty'} />
      ))}
    </svg>
  );
}

/** One mark alone, for a legend or a heading. */
export function Mark({ resource }: { resource: Resource }) {
  const left = { wikipathways: 0, go: 16, reactome: 32 }[resource];
  return (
    <svg className="aop-explorer-marks" viewBox={`${left} 0 12 12`} width="14" height="14" aria-hidden="true">
      <path d={kMarks[resource].path} className="full" />
    </svg>
  );
}

/** "4 of 9 mapped" with a bar. */
export function CoverageBar({ mapped, all }: { mapped: number; all: number }) {
  return (
    <span className="aop-explorer-coverage">
      <meter min={0} max={Math.max(all, 1)} value={mapped} aria-hidden="true" />
      <span>
        {mapped} of {counted(all, 'Key Event')} mapped
      </span>
    </span>
  );
}
