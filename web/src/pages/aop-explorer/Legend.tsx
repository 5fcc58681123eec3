import { Mark, Marks } from './Marks';
import { kLevels } from './look';
import { kResourceLabels, kResources } from './network';

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
          <span className="aop-explorer-shape cut">MIE, where an AOP begins</span>
          <span className="aop-explorer-shape round">KE</span>
          <span className="aop-explorer-shape square">AO, where it ends</span>
          <span className="aop-explorer-shape round gap">gap: mapped nowhere</span>
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
