import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { cx } from './cx';

interface Props {
  title: string;
  /** Shown instead of the title where a heading needs more than text; `title` still names the window. */
  heading?: ReactNode;
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** False until a page has been shown, so that the first one leaves the focus where the browser puts it. */
const shown = { once: false };

/** A page: window title, heading, and the focus on it when one comes here from another page. */
export function Page({ title, heading, lead, wide = false, children }: Props) {
  const element = useRef<HTMLHeadingElement>(null);
  const [location] = useLocation();
  useEffect(() => {
    document.title = `${title} – KE mapping`;
  }, [title]);
  useEffect(() => {
    if (shown.once) {
      element.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    shown.once = true;
  }, [location]);
  return (
    <div className={cx('page', wide && 'wide')}>
      <div className="page-head">
        <h1 ref={element} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {lead !== undefined && <div className="lead">{lead}</div>}
      </div>
      {children}
    </div>
  );
}
