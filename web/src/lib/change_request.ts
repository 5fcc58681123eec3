import { isScore, questionsOf } from './questions';
import type { Mapping } from './mappings';
import type { Resource } from './subjects';

/** Answers by the name of the question, as choices have them. */
export type AnswerTexts = Readonly<Partial<Record<string, string>>>;

export function currentAnswers(mapping: Mapping): AnswerTexts {
  const given: Record<string, unknown> = { ...mapping.answers, ...mapping.scores, connection_type: mapping.connectionType };
  const texts: Record<string, string> = {};
  for (const { field } of questionsOf(mapping.resource)) {
    const value = given[field];
    if (typeof value === 'string' || typeof value === 'number') {
      texts[field] = String(value);
    }
  }
  return texts;
}

/** All answers as the API takes them, since it settles the confidence from the whole; nothing when none differs. */
export function changedAnswers(resource: Resource, before: AnswerTexts, after: AnswerTexts): Record<string, string | number> | undefined {
  const fields = questionsOf(resource).map((question) => question.field);
  if (fields.every((field) => before[field] === after[field])) {
    return undefined;
  }
  const body: Record<string, string | number> = {};
  for (const field of fields) {
    const text = after[field];
    if (text !== undefined) {
      body[field] = isScore(field) ? Number(text) : text;
    }
  }
  return body;
}
