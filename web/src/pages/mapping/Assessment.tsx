import { answerLabel, questionsOf } from '@/lib/answers';
import type { Mapping } from '@/lib/mappings';

/** What the curator answered, and what it means. */
export function Assessment({ mapping }: { mapping: Mapping }) {
  const given = { ...mapping.answers, ...mapping.scores };
  const answers = questionsOf(mapping.resource).map((question) => ({
    question,
    answer: answerLabel(question, given[question.name]),
  }));
  return (
    <section>
      <h2>Assessment</h2>
      {answers.every(({ answer }) => answer === undefined) ? (
        <p className="hint">
          The answers behind this confidence were not recorded: it comes from before they were kept.
        </p>
      ) : (
        <dl className="assessment">
          {answers.map(({ question, answer }) => (
            <div key={question.name}>
              <dt>{question.label}</dt>
              <dd>
                {answer === undefined ? (
                  <span className="hint">not answered</span>
                ) : (
                  <>
                    <b>{answer.label}</b>
                    <small>{answer.hint}</small>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <dl className="facts">
        {mapping.connectionType !== null && (
          <>
            <dt>Type of connection</dt>
            <dd>{mapping.connectionType}</dd>
          </>
        )}
        {mapping.direction !== null && (
          <>
            <dt>Direction of the term</dt>
            <dd>{mapping.direction}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
