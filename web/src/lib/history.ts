export interface HistoryLine {
  at?: string;
  actor?: string;
  action?: string;
  changes?: Record<string, unknown[]>;
}

const kActions: Readonly<Record<string, string>> = {
  'mapping.create': 'approved it',
  'mapping.change': 'changed it',
  'mapping.withdraw': 'withdrew it',
  'mapping.undo': 'took the last decision back',
};

/** `mapping.withdraw` → `withdrew it`; an action that is not known here is shown as it is. */
export function actionText(action: string | undefined): string {
  return kActions[action ?? ''] ?? action ?? 'did something';
}

export interface Change {
  field: string;
  before: string;
  after: string;
}

/** Fields of no interest to readers: they change with every action. */
const kQuiet = new Set([
  'updated_at',
  'updated_by',
  'approved_at',
  'approved_by',
  'created_at',
  'created_by',
  'withdrawn_at',
  'withdrawn_by',
]);

/** What differs, as text. When a mapping came to be all of it is new, which the page shows already. */
export function changesOf(line: HistoryLine): Change[] {
  if (line.action === 'mapping.create') {
    return [];
  }
  return Object.entries(line.changes ?? {})
    .filter(([field]) => !kQuiet.has(field))
    .map(([field, [before, after]]) => ({ field: field.replace(/_/g, ' '), before: asText(before), after: asText(after) }))
    .filter((change) => change.before !== change.after);
}

const kNothing = '–';

function asText(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return kNothing;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
