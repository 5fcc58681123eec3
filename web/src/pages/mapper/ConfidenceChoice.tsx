import type { DraftFields } from '@/lib/draft';
import { ConfidenceBadge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Card';
import { ChoiceGroup, type Choice } from '@/ui/ChoiceGroup';
import { Field } from '@/ui/Field';

const kLevels: readonly Choice<string>[] = [
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
];

interface Props {
  computed: string | null;
  fields: DraftFields;
  change: (changed: Partial<DraftFields>) => void;
  error: string | undefined;
  reasonError: string | undefined;
}

/** The confidence that follows from the answers, and another one with a reason. */
export function ConfidenceChoice({ computed, fields, change, error, reasonError }: Props) {
  const own = fields.confidence;
  return (
    <Card className="mapper-confidence">
      <p aria-live="polite">
        <b>Confidence</b> <ConfidenceBadge confidence={own ?? computed} />{' '}
        <span className="hint">
          {own !== undefined
            ? `your decision; the answers give ${computed ?? 'none yet'}`
            : computed === null
              ? 'follows from your answers'
              : 'computed from your answers'}
        </span>
      </p>
      {own === undefined ? (
        computed !== null && (
          <Button kind="quiet" className="small" onClick={() => change({ confidence: computed })}>
            Decide otherwise
          </Button>
        )
      ) : (
        <>
          <ChoiceGroup legend="Your confidence" choices={kLevels} value={own} error={error} onChange={(confidence) => change({ confidence })} />
          <Field label="Why?" hint="Shown to the reviewer and with the mapping." error={reasonError}>
            {(wiring) => (
              <textarea {...wiring} maxLength={1000} value={fields.override_reason ?? ''} onChange={(e) => change({ override_reason: e.target.value })} />
            )}
          </Field>
          <Button kind="quiet" className="small" onClick={() => change({ confidence: undefined })}>
            Take the computed one
          </Button>
        </>
      )}
    </Card>
  );
}
