import type { DraftFields } from '@/lib/draft';
import { isScore, type Question } from '@/lib/questions';
import { ChoiceGroup } from '@/ui/ChoiceGroup';

interface Props {
  questions: readonly Question[];
  fields: DraftFields;
  onChange: (changed: Partial<DraftFields>) => void;
  errorOf: (field: Question['field']) => string | undefined;
  /** Without what a question is for: to those who know it. */
  brief?: boolean;
}

/** The questions of an assessment, to be answered. */
export function Questions({ questions, fields, onChange, errorOf, brief = false }: Props) {
  return questions.map(({ field, legend, help, choices }) => (
    <ChoiceGroup
      key={field}
      legend={legend}
      help={brief ? undefined : help}
      choices={choices}
      value={fields[field] === undefined ? undefined : String(fields[field])}
      error={errorOf(field)}
      onChange={(chosen) => onChange({ [field]: isScore(field) ? Number(chosen) : chosen })}
    />
  ));
}
