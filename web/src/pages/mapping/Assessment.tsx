import { currentAnswers } from '@/lib/change_request';
import type { Mapping } from '@/lib/mappings';
import { questionsOf } from '@/lib/questions';

/** What the curator answered, and what it means. */
export function Assessment({ mapping }: { mapping: Mapping }) {
  const given = currentAnswers(mapping);
  const answers = questionsOf(mapping.resource).map((question) => ({
    question,
    answer: question.choices.find((choice) => choice.value === given[question.field]),
  }));
  return (
    <section>
      <h2>Assessment</h2>
      <dl className="assessment">
        {answers.map(({ question, answer }) => (
          <div key={question.field}>
            <dt>{question.legend}</dt>
            <dd>
              {answer === undefined ? (
                <span className="hint">not recorded</span>
              ) : (
                <>
                  <b>{answer.label}</b>
                  {answer.hint !== undefined && <small>{answer.hint}</small>}
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {mapping.direction !== null && <p>The term has a {mapping.direction} direction.</p>}
    </section>
  );
}
