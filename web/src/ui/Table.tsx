import type { ReactNode } from 'react';

interface Props {
  /** What the table holds, for those who cannot see it. */
  caption: string;
  head: readonly ReactNode[];
  children: ReactNode;
}

/** A table that scrolls sideways by itself on a narrow screen, also by keyboard. */
export function Table({ caption, head, children }: Props) {
  return (
    // A region that scrolls has to take the focus, or arrow keys cannot scroll it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
