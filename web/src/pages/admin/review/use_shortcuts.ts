import { useEffect, useRef, useState } from 'react';

const kKey = 'kewp.review_shortcuts';

function stored(): boolean {
  try {
    return localStorage.getItem(kKey) !== 'off';
  } catch {
    return true; // storage is switched off
  }
}

/** Whether single keys act (WCAG 2.1.4: they can be switched off); kept in this browser. */
export function useShortcutChoice(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(stored);
  const choose = (wanted: boolean) => {
    setOn(wanted);
    try {
      localStorage.setItem(kKey, wanted ? 'on' : 'off');
    } catch {
      // It holds for this page then.
    }
  };
  return [on, choose];
}

/** Calls what belongs to a key, unless someone types, a dialog is open, or a modifier is held. */
export function useShortcuts(on: boolean, keys: Readonly<Record<string, () => void>>): void {
  const present = useRef(keys);
  present.current = keys;
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const field = target?.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') ?? null;
      const typing = field !== null;
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) {
        return;
      }
      const act = present.current[event.key];
      if (act !== undefined) {
        event.preventDefault();
        act();
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [on]);
}
