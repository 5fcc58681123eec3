import { useState } from 'react';
import { Link } from 'wouter';
import type { Target } from '@/api/subjects';
import { formatNumber } from '@/lib/format';
import { targetPath } from '@/lib/subjects';
import { Button } from '@/ui/Button';

const kShown = 12;

/** The terms right above and below a GO term. */
export function Hierarchy({ target }: { target: Target }) {
  const [whole, setWhole] = useState(false);
  const children = whole ? target.children : target.children.slice(0, kShown);
  return (
    <section className="card">
      <h2>Place in the hierarchy</h2>
      {target.parents.length === 0 ? (
        <p className="hint">It is at the top.</p>
      ) : (
        <ul className="plain-list">
          {target.parents.map((parent) => (
            <li key={`${parent.relation ?? ''} ${parent.id}`}>
              <small>{parent.relation === 'part_of' ? 'part of' : 'is a'}</small> <Term id={parent.id} title={parent.title} />
            </li>
          ))}
        </ul>
      )}
      <h3>{target.children.length === 0 ? 'Nothing more specific below it' : `More specific: ${formatNumber(target.children.length)}`}</h3>
      <ul className="plain-list">
        {children.map((child) => (
          <li key={child.id}>
            <Term id={child.id} title={child.title} />
          </li>
        ))}
      </ul>
      {target.children.length > kShown && (
        <Button kind="quiet" className="small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show fewer' : 'Show all'}
        </Button>
      )}
    </section>
  );
}

/** A term that is no target of this server has neither title nor page. */
function Term({ id, title }: { id: string; title: string }) {
  return title === '' ? <span className="id">{id}</span> : <Link href={targetPath(id)}>{title}</Link>;
}
