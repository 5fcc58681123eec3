import { Link } from 'wouter';

interface Props {
  proposal?: string | null | undefined;
  mapping?: string | null | undefined;
  message?: string;
}

/** The pair is proposed or mapped already: by what, and what can be done. */
export function Taken({ proposal, mapping, message }: Props) {
  return (
    <div className="state error mapper-taken" role="alert">
      <p className="state-title">{mapping ? 'This pair is mapped already.' : 'Somebody has proposed this pair already.'}</p>
      {message !== undefined && <p className="state-text">{message}</p>}
      {mapping ? (
        <p className="state-text">
          <Link href={`/mappings/${mapping}`}>Look at the mapping</Link>; from there you can propose a change of it.
        </p>
      ) : (
        <p className="state-text">
          It waits for review. {proposal && <Link href={`/proposals/${proposal}`}>Its page</Link>} is open to its proposer and to reviewers.
        </p>
      )}
    </div>
  );
}
