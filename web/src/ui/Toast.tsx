import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';

interface Toast {
  id: number;
  text: string;
  kind: 'info' | 'warning';
}

export interface Toaster {
  /** Something went well, or is of passing interest. */
  say: (text: string) => void;
  /** Something went wrong that the person should know of; it stays until it is closed. */
  warn: (text: string) => void;
}

const kShownMs = 6000;
const Context = createContext<Toaster | undefined>(undefined);

/** Short notices at the edge of the page, in a live region that is there from the start. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(0);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (text: string, kind: Toast['kind']) => {
      const id = (next.current += 1);
      setToasts((all) => [...all.filter((toast) => toast.text !== text), { id, text, kind }]);
      if (kind === 'info') {
        setTimeout(() => close(id), kShownMs);
      }
    },
    [close],
  );
  const toaster = useMemo(() => ({ say: (text: string) => add(text, 'info'), warn: (text: string) => add(text, 'warning') }), [add]);
  return (
    <Context.Provider value={toaster}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={`toast ${toast.kind}`}>
            <p>{toast.text}</p>
            <button type="button" aria-label="Close this notice" onClick={() => close(toast.id)}>
              ✕
            </button>
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}

export function useToast(): Toaster {
  const toaster = useContext(Context);
  if (toaster === undefined) {
    throw new Error('useToast needs a ToastProvider around it');
  }
  return toaster;
}
