import { Button } from '@/ui/Button';
import type { DraftState } from './use_draft';

const kTexts: Record<DraftState, string> = {
  empty: 'What you answer is kept as a draft.',
  saving: 'Keeping your draft…',
  saved: 'Draft kept on the server.',
  here: 'Draft kept in this browser.',
  tab: 'Draft kept until you close this tab; sign in, and it stays.',
  nowhere: 'This browser keeps no drafts: send before you leave the page.',
};

/** Whether what was typed is safe. */
export function DraftNote({ state, restored, onStartAnew }: { state: DraftState; restored: boolean; onStartAnew: () => void }) {
  return (
    <div className="mapper-draft">
      <p className="hint" role="status">
        {kTexts[state]}
      </p>
      {restored && (
        <p className="notice">
          Your unfinished answers are back.{' '}
          <Button kind="quiet" className="small" onClick={onStartAnew}>
            Start anew
          </Button>
        </p>
      )}
    </div>
  );
}
