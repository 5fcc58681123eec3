import type { GoScores, PathwayAnswers } from './mappings';
import type { Resource } from './subjects';

export interface Choice {
  value: string;
  label: string;
  hint: string;
}

export interface Question {
  name: keyof PathwayAnswers | keyof GoScores;
  label: string;
  help: string;
  choices: readonly Choice[];
}

const kPathwayQuestions: readonly Question[] = [
  {
    name: 'relationship',
    label: 'Relationship',
    help: 'Which way does it go between the pathway and the Key Event?',
    choices: [
      { value: 'causative', label: 'Causative', hint: 'The pathway brings the Key Event about.' },
      { value: 'responsive', label: 'Responsive', hint: 'The Key Event sets the pathway going.' },
      { value: 'bidirectional', label: 'Both ways', hint: 'Each acts on the other.' },
      { value: 'unclear', label: 'Unclear', hint: 'They belong together, the direction is not known.' },
    ],
  },
  {
    name: 'basis',
    label: 'Basis',
    help: 'How well is the link known?',
    choices: [
      { value: 'known', label: 'Known', hint: 'Established, in reviews or textbooks.' },
      { value: 'likely', label: 'Likely', hint: 'Supported by several studies.' },
      { value: 'possible', label: 'Possible', hint: 'Plausible, with little direct evidence.' },
      { value: 'uncertain', label: 'Uncertain', hint: 'A guess worth discussing.' },
    ],
  },
  {
    name: 'specificity',
    label: 'Specificity',
    help: 'How much of the pathway is about this Key Event?',
    choices: [
      { value: 'specific', label: 'Specific', hint: 'The pathway is about this event.' },
      { value: 'includes', label: 'Includes it', hint: 'The event is one part of it.' },
      { value: 'loose', label: 'Loose', hint: 'They touch only.' },
    ],
  },
  {
    name: 'coverage',
    label: 'Coverage',
    help: 'How much of the Key Event does the pathway describe?',
    choices: [
      { value: 'complete', label: 'Complete', hint: 'All of its mechanism.' },
      { value: 'keysteps', label: 'Key steps', hint: 'The steps that matter.' },
      { value: 'minor', label: 'Minor', hint: 'A side of it.' },
    ],
  },
];

function scoreQuestion(name: keyof GoScores, label: string, help: string, hints: readonly [string, string, string, string]): Question {
  return { name, label, help, choices: hints.map((hint, value) => ({ value: String(value), label: String(value), hint })) };
}

const kGoQuestions: readonly Question[] = [
  scoreQuestion('connection_score', 'Connection', 'How closely do term and Key Event belong together?', [
    'not at all',
    'in the same context',
    'closely related',
    'the same thing',
  ]),
  scoreQuestion('specificity_score', 'Specificity', 'Is the term as specific as the Key Event?', [
    'far too general',
    'rather general',
    'nearly as specific',
    'exactly as specific',
  ]),
  scoreQuestion('evidence_score', 'Evidence', 'How well is the link supported?', [
    'not supported',
    'indirectly',
    'by some studies',
    'well established',
  ]),
];

export function questionsOf(resource: Resource): readonly Question[] {
  return resource === 'go' ? kGoQuestions : kPathwayQuestions;
}

/** What was answered, in words; undefined where it was not. */
export function answerLabel(question: Question, value: string | number | null | undefined): Choice | undefined {
  return value === null || value === undefined ? undefined : question.choices.find((choice) => choice.value === String(value));
}
