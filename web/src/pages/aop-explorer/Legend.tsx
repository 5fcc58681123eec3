import { Mark, Marks } from './Marks';
import { kLevels } from './look';
import { kResourceLabels } from '@/lib/resources';
import { kResources } from './network';
import { cx } from '@/ui/cx';

const kRound = 'M7 2h20a5 5 0 0 1 5 5v4a5 5 0 0 1-5 5H7a5 5 0 0 1-5-5V7a5 5 0 0 1 5-5z';
const kShapes = [
  { path: 'M6 2h22l4 4v6l-4 4H6l-4-4V6z', text: 'MIE, where an AOP begins', gap: false },
  { path: kRound, text: 'KE', gap: false },
  { path: 'M2 2h30v14H2z', text: 'AO, where it ends', gap: false },
  { path: kRound, text: 'gap: mapped nowhere', gap: true },
] as const;

/** What colours, shapes and marks mean. */
export function Legend() {
  return (
    <dl className="aop-explorer-legend">
      <div>
        <dt>Level</dt>
        <dd>
          {[...kLevels, 'Unknown'].map((level) => (
            <span key={level} className="badge" data-level={level}>
              {level}
            </span>
          ))}
        </dd>
      </div>
      <div>
        <dt>Shape</dt>
        <dd>
          {kShapes.map(({ path, text, gap }) => (
            <span key={text} className={cx('aop-explorer-shape', gap && 'gap')}>
              <svg viewBox="0 0 34 18" width="34" height="18" aria-hidden="true">
                <path d={path} />
              </svg>
              {text}
            </span>
          ))}
        </dd>
      </div>
      <div>
        <dt>Mapped in</dt>
        <dd>
          {kResources.map((resource) => (
            <span key={resource} className="aop-explorer-mark">
              <Mark resource={resource} /> {kResourceLabels[resource]}
            </span>
          ))}
          <span className="aop-explorer-mark">
            <Marks mapped={{ wikipathways: 0, go: 1, reactome: 0 }} /> only in Gene Ontology
          </span>
        </dd>
      </div>
    </dl>
  );
}
