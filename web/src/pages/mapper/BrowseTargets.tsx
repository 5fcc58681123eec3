import { useState } from 'react';
import { Link } from 'wouter';
import { useTarget, useTargetList } from '@/api/targets';
import { kindOf, type TargetKind } from '@/lib/resources';
import { counted } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';
import { useDebounced } from '@/lib/use_debounced';
import { mapperAddress } from './address';

interface Props {
  keId: string;
  kind: TargetKind;
}

/** All targets of a kind by title; GO as the tree that it is. */
export function BrowseTargets({ keId, kind }: Props) {
  const [typed, setTyped] = useState('');
  const [parent, setParent] = useState('');
  const [page, setPage] = useState(1);
  const words = useDebounced(typed.trim());
  const { resource, label } = kindOf(kind);
  const list = useTargetList(kind, {
    ...(words === '' ? {} : { q: words }),
    ...(words === '' && parent !== '' ? { parent } : {}),
    page,
  });
  const enter = (id: string) => {
    setParent(id);
    setPage(1);
  };
  return (
    <>
      <Field label={`Titles of ${label} that contain`}>
        {(wiring) => (
          <input
            {...wiring}
            type="search"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setPage(1);
            }}
          />
        )}
      </Field>
      {resource === 'go' && words === '' && parent !== '' && <Above id={parent} onEnter={enter} />}
      {list.isError && <ErrorState error={list.error} title="The list could not be loaded." onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={8} />}
      {list.data?.targets.length === 0 && <EmptyState title="There is nothing in this list.">Try other words, or go up in the tree.</EmptyState>}
      {list.data && list.data.targets.length > 0 && (
        <>
          <ul className="mapper-browse" aria-busy={list.isPlaceholderData}>
            {list.data.targets.map((target) => (
              <li key={target.id}>
                <span className="mapper-browse-text">
                  <b>{target.title}</b>
                  <span className="hint">
                    <span className="id">{target.id}</span>
                    {' · '}
                    {target.gene_count === null ? 'genes unknown' : counted(target.gene_count, 'gene')}
                  </span>
                </span>
                {target.children > 0 && (
                  <Button className="small" kind="quiet" onClick={() => enter(target.id)}>
                    {counted(target.children, 'narrower term')}
                    <span className="visually-hidden"> of {target.title}</span>
                  </Button>
                )}
                <Link className="button small" href={mapperAddress({ ke: keId, target: target.id })}>
                  Choose<span className="visually-hidden"> {target.title}</span>
                </Link>
              </li>
            ))}
          </ul>
          <Paging label="Pages of the list" page={page} pages={list.data.pagination.total_pages ?? 1} onChange={setPage} />
        </>
      )}
    </>
  );
}

function Above({ id, onEnter }: { id: string; onEnter: (id: string) => void }) {
  const term = useTarget('go', id);
  return (
    <p className="button-row">
      <Button className="small" onClick={() => onEnter('')}>
        Top of the tree
      </Button>
      {(term.data?.parents ?? [])
        .filter((one) => one.title !== '')
        .map((one) => (
          <Button key={one.id} className="small" onClick={() => onEnter(one.id)}>
            ↑ {one.title}
          </Button>
        ))}
      <span>
        below <b>{term.data?.title ?? id}</b>
      </span>
    </p>
  );
}
