import type { Resource } from './resources';
import type { Choice } from '@/ui/ChoiceGroup';

export type WordField = 'relationship' | 'basis' | 'specificity' | 'coverage' | 'connection_type';
export type ScoreField = 'connection_score' | 'specificity_score' | 'evidence_score';

export interface Question {
  field: WordField | ScoreField;
  legend: string;
  help?: string;
  choices: readonly Choice<string>[];
}

const kPathway: readonly Question[] = [
  {
    field: 'relationship',
    legend: 'How do they relate?',
    choices: [
      { value: 'causative', label: 'Causative', hint: 'A change of the pathway brings the Key Event about.' },
      { value: 'responsive', label: 'Responsive', hint: 'The pathway changes because of the Key Event.' },
      { value: 'bidirectional', label: 'Both ways', hint: 'Each acts on the other.' },
      { value: 'unclear', label: 'Unclear', hint: 'Connected, but the order is not known.' },
    ],
  },
  {
    field: 'basis',
    legend: 'What is that based on?',
    choices: [
      { value: 'known', label: 'Known', hint: 'Shown in the literature for this event.' },
      { value: 'likely', label: 'Likely', hint: 'Shown for close events or models.' },
      { value: 'possible', label: 'Possible', hint: 'Plausible from the mechanism.' },
      { value: 'uncertain', label: 'Uncertain', hint: 'There is little to go on.' },
    ],
  },
  {
    field: 'specificity',
    legend: 'How specific is the pathway?',
    choices: [
      { value: 'specific', label: 'Specific', hint: 'It is about this event.' },
      { value: 'includes', label: 'Includes it', hint: 'The event is one part of it.' },
      { value: 'loose', label: 'Loose', hint: 'It is about something wider.' },
    ],
  },
  {
    field: 'coverage',
    legend: 'How much of the event does it cover?',
    choices: [
      { value: 'complete', label: 'All of it', hint: 'The whole mechanism is in it.' },
      { value: 'keysteps', label: 'Key steps', hint: 'The main steps are in it.' },
      { value: 'minor', label: 'A small part', hint: 'Only little of it is in it.' },
    ],
  },
];

const kGo: readonly Question[] = [
  {
    field: 'connection_type',
    legend: 'What does the term do for the event?',
    choices: [
      { value: 'describes', label: 'Describes it', hint: 'Term and event are the same process.' },
      { value: 'involves', label: 'Is involved', hint: 'The process takes part in the event.' },
      { value: 'related', label: 'Is related', hint: 'They often occur together.' },
      { value: 'context', label: 'Gives context', hint: 'The setting in which it happens.' },
    ],
  },
  {
    field: 'connection_score',
    legend: 'How strongly are they connected?',
    choices: scores('Not', 'Weakly', 'Clearly', 'Directly'),
  },
  {
    field: 'specificity_score',
    legend: 'How specific is the term?',
    choices: scores('Far too wide', 'Wide', 'Fairly close', 'Just this'),
  },
  {
    field: 'evidence_score',
    legend: 'How good is the evidence?',
    choices: scores('None', 'Indirect', 'Some direct', 'Strong'),
  },
];

function scores(...labels: string[]): Choice<string>[] {
  return labels.map((label, score) => ({ value: String(score), label: `${score} – ${label}` }));
}

/** The questions of a resource, in the order in which they are asked. */
export function questionsOf(resource: Resource): readonly Question[] {
  return resource === 'go' ? kGo : kPathway;
}

export function isScore(field: WordField | ScoreField): field is ScoreField {
  return field.endsWith('_score');
}

/** The label of an answer as it is shown, for pages that list answers; the word itself when it is not known. */
export function answerLabel(resource: Resource, field: string, value: string | number): string {
  const question = questionsOf(resource).find((one) => one.field === field);
  return question?.choices.find((choice) => choice.value === String(value))?.label ?? String(value);
}
