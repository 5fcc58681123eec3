import { useId, type ReactNode } from 'react';

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, from the server or the page. */
  error?: string | undefined;
  optional?: boolean;
  /** Renders the control with what ties it to label, hint and error. */
  children: (wiring: Wiring) => ReactNode;
}

/** A labelled control with its hint and error text. */
export function Field({ label, hint, error, optional = false, children }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field" data-invalid={error !== undefined || undefined}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="optional"> optional</span>}
      </label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error !== undefined || undefined })}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
