import { useEffect, useRef, useState } from 'react';
import { useSession } from '@/api/session';
import { asApiError } from '@/api/errors';
import { Button } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { Paging } from '@/ui/Paging';
import { EmptyState, ErrorState } from '@/ui/States';
import { useToast } from '@/ui/Toast';
import { counted } from '@/lib/format';
import { AdminPage } from '../AdminPage';
import { useAct } from '../use_act';
import { BulkBar } from './BulkBar';
import { EditDialog } from './EditDialog';
import { ProposalDetail } from './ProposalDetail';
import { QueueFilterForm } from './QueueFilterForm';
import { QueueList } from './QueueList';
import { RejectDialog } from './RejectDialog';
import { approve, kPerPage, nextCursor, reject, renewAfterDecision, undo, useFilters, useQueue, type Proposal } from './queue';
import { useShortcutChoice, useShortcuts } from './use_shortcuts';
import './review.css';

export default function ReviewPage() {
  return (
    <AdminPage title="Review" lead="Proposals that wait for a decision. What you approve is public at once.">
      <Review />
    </AdminPage>
  );
}

interface Done {
  uuid: string;
  version: number;
  what: string;
}

function Review() {
  const [filters, change] = useFilters();
  const queue = useQueue(filters);
  const total = queue.data?.pagination?.total ?? 0;
  const rows = queue.data?.proposals ?? [];
  const [cursor, setCursor] = useState<string>();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'reject' | 'edit'>();
  const [done, setDone] = useState<readonly Done[]>([]);
  const [shortcuts, setShortcuts] = useShortcutChoice();
  const place = useRef(0);
  const act = useAct();
  const toast = useToast();
  const present = nextCursor(rows, cursor, place.current);
  const proposal = rows.find(({ uuid }) => uuid === present);
  place.current = Math.max(rows.findIndex(({ uuid }) => uuid === present), 0);
  const pending = proposal?.status === 'pending';
  const { clear } = act;
  useEffect(() => clear(), [present, clear]);

  const move = (by: number) => {
    const next = rows[Math.min(Math.max(place.current + by, 0), rows.length - 1)];
    if (next !== undefined) {
      setCursor(next.uuid);
      document.getElementById(`review-${next.uuid}`)?.scrollIntoView({ block: 'nearest' });
    }
  };
  const mark = (uuid: string) =>
    setMarked((before) => {
      const after = new Set(before);
      if (!after.delete(uuid)) {
        after.add(uuid);
      }
      return after;
    });
  const decided = async (one: Proposal, version: number, what: string) => {
    setDone((before) => [...before, { uuid: one.uuid, version, what: `${one.ke_id} – ${one.target_id}` }]);
    setMarked((before) => new Set([...before].filter((uuid) => uuid !== one.uuid)));
    toast.say(`${what} ${one.ke_id} – ${one.target_id}. Press u to undo.`);
    await renewAfterDecision();
  };
  const approveOne = async (one: Proposal) => {
    const answer = await act.run(() => approve(one.uuid, { version: one.version }));
    if (answer !== undefined) {
      await decided(one, answer.version ?? one.version + 1, 'Approved');
    }
  };
  const rejectOne = async (one: Proposal, reason: string) => {
    const answer = await act.run(() => reject(one.uuid, { version: one.version, reason }));
    if (answer !== undefined) {
      setDialog(undefined);
      await decided(one, answer.version, 'Rejected');
    }
  };
  const takeBack = async () => {
    const last = done.at(-1);
    if (last === undefined) {
      toast.say('There is nothing to undo in this session.');
      return;
    }
    try {
      await undo(last.uuid, last.version);
      toast.say(`${last.what} waits again.`);
      setCursor(last.uuid);
    } catch (error) {
      toast.warn(`${last.what} could not be taken back: ${asApiError(error).message}`);
    }
    setDone((before) => before.slice(0, -1));
    await renewAfterDecision();
  };
  useShortcuts(shortcuts && !act.busy, {
    j: () => move(1),
    k: () => move(-1),
    x: () => present !== undefined && mark(present),
    a: () => proposal && pending && void approveOne(proposal),
    r: () => pending && setDialog('reject'),
    e: () => pending && proposal?.kind !== 'withdraw' && setDialog('edit'),
    u: () => void takeBack(),
  });

  return (
    <div className="review">
      <Counts waiting={queue.data?.waiting} />
      <QueueFilterForm filters={filters} onChange={change} />
      {queue.isPending && <Loading lines={6} label="Loading the queue" />}
      {queue.isError && <ErrorState error={queue.error} title="The queue could not be loaded." onRetry={() => void queue.refetch()} />}
      {queue.data && rows.length === 0 && <Nothing filtered={window.location.search !== ''} />}
      {rows.length > 0 && (
        <>
          <BulkBar
            chosen={rows.filter(({ uuid, status }) => marked.has(uuid) && status === 'pending')}
            onChooseAll={() => setMarked(new Set(rows.filter(({ status }) => status === 'pending').map(({ uuid }) => uuid)))}
            onClear={() => setMarked(new Set())}
          />
          <div className="review-panes">
            <QueueList rows={rows} present={present} marked={marked} onGo={setCursor} onMark={mark} />
            {proposal && (
              <ProposalDetail key={proposal.uuid} proposal={proposal}>
                {act.problem && dialog === undefined && (
                  <Problem
                    message={act.problem.message}
                    conflict={act.problem.status === 409 || act.problem.status === 410 || act.problem.status === 404}
                    onRenew={() => void queue.refetch().then(clear)}
                  />
                )}
                {pending && (
                  <p className="button-row review-actions">
                    <Button kind="primary" busy={act.busy} onClick={() => void approveOne(proposal)} aria-keyshortcuts="a">
                      Approve <kbd>a</kbd>
                    </Button>
                    <Button kind="danger" onClick={() => setDialog('reject')} aria-keyshortcuts="r">
                      Reject… <kbd>r</kbd>
                    </Button>
                    {proposal.kind !== 'withdraw' && (
                      <Button onClick={() => setDialog('edit')} aria-keyshortcuts="e">
                        Edit… <kbd>e</kbd>
                      </Button>
                    )}
                  </p>
                )}
              </ProposalDetail>
            )}
          </div>
          <Paging
            label="Pages of the queue"
            page={filters.page}
            pages={Math.ceil(total / kPerPage)}
            onChange={(page) => change({ page })}
            previous="Earlier"
            next="Later"
            note={counted(total, 'proposal')}
          />
        </>
      )}
      <Keys on={shortcuts} onChange={setShortcuts} undoable={done.length} onUndo={() => void takeBack()} />
      {proposal && (
        <>
          <RejectDialog
            open={dialog === 'reject'}
            proposal={proposal}
            busy={act.busy}
            problem={act.problem}
            onReject={(reason) => void rejectOne(proposal, reason)}
            onClose={() => setDialog(undefined)}
          />
          <EditDialog
            open={dialog === 'edit'}
            proposal={proposal}
            onClose={() => setDialog(undefined)}
            onSaved={() => void renewAfterDecision()}
            onApproved={(version) => void decided(proposal, version, 'Approved')}
          />
        </>
      )}
    </div>
  );
}

function Counts({ waiting }: { waiting: Record<string, number> | undefined }) {
  const session = useSession();
  if (waiting === undefined) {
    return null;
  }
  const all = Object.values(waiting).reduce((sum, number) => sum + number, 0);
  return (
    <p className="review-counts" role="status">
      <b>{all === 1 ? '1 proposal waits' : `${all} proposals wait`}</b>
      {all > 0 && `: ${waiting['wikipathways'] ?? 0} WikiPathways, ${waiting['go'] ?? 0} GO, ${waiting['reactome'] ?? 0} Reactome`}
      {session.data?.display_name !== undefined && <span className="hint"> · you decide as {session.data.display_name}</span>}
    </p>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState title="No proposal is like this">Take a filter away to see others.</EmptyState>
  ) : (
    <EmptyState title="Nothing waits for a decision">New proposals come in here, the oldest first.</EmptyState>
  );
}

function Problem({ message, conflict, onRenew }: { message: string; conflict: boolean; onRenew: () => void }) {
  return (
    <div className="state error" role="alert">
      <p className="state-title">{conflict ? 'Someone was faster' : 'That did not work'}</p>
      <p className="state-text">{message}</p>
      <Button onClick={onRenew}>Show how it stands now</Button>
    </div>
  );
}

interface KeysProps {
  on: boolean;
  onChange: (on: boolean) => void;
  undoable: number;
  onUndo: () => void;
}

function Keys({ on, onChange, undoable, onUndo }: KeysProps) {
  return (
    <div className="review-keys">
      <Button className="small" disabled={undoable === 0} onClick={onUndo} aria-keyshortcuts="u">
        Undo the last decision <kbd>u</kbd>
      </Button>
      <label className="review-check">
        <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} /> Single keys act
      </label>
      <p className="hint">
        <kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>x</kbd> mark · <kbd>a</kbd> approve · <kbd>r</kbd> reject · <kbd>e</kbd> edit · <kbd>u</kbd>{' '}
        undo
      </p>
    </div>
  );
}
