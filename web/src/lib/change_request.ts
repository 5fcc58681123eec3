import { questionsOf } from './answers';
import type { Mapping } from './mappings';
import type { Resource } from './subjects';

/** Answers by the name of the question, as choices have them. */
export type AnswerTexts = Readonly<Partial<Record<string, string>>>;

export function currentAnswers(mapping: Mapping): AnswerTexts {
  const given: Record<string, unknown> = { ...mapping.answers, ...mapping.scores };
  const texts: Record<string, string> = {};
  for (const { name } of questionsOf(mapping.resource)) {
    const value = given[name];
    if (typeof value === 'string' || typeof value === 'number') {
      texts[name] = String(value);
    }
  }
  return texts;
}

/** All answers as the API takes them, since it settles the confidence from the whole; nothing when none differs. */
export function changedAnswers(resource: Resource, before: AnswerTexts, after: AnswerTexts): Record<string, string | number> | undefined {
  const names = questionsOf(resource).map((question) => question.name);
  if (names.every((name) => before[name] === after[name])) {
    return undefined;
  }
  const body: Record<string, string | number> = {};
  for (const name of names) {
    const text = after[name];
    if (text !== undefined) {
      body[name] = resource === 'go' ? Number(text) : text;
    }
  }
  return body;
}
