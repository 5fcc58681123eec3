import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { pathOfId } from '@/lib/subjects';

/** True where a key that is pressed is text. */
function isTyping(element: EventTarget | null): boolean {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

/** Search from any page; `/` puts the cursor here. An identifier leads to its page at once. */
export function HeaderSearch({ onNavigate }: { onNavigate: () => void }) {
  const [text, setText] = useState('');
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key === '/' && plain && !isTyping(event.target) && document.querySelector('dialog[open]') === null) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      }
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const words = text.trim();
    if (words === '') {
      return;
    }
    onNavigate();
    setText('');
    input.current?.blur();
    navigate(pathOfId(words) ?? `/search?q=${encodeURIComponent(words)}`);
  };
  return (
    <form className="header-search" role="search" aria-label="Whole site" onSubmit={send}>
      <label className="visually-hidden" htmlFor="header-search">
        Search Key Events, targets and mappings
      </label>
      <input
        id="header-search"
        ref={input}
        type="search"
        value={text}
        maxLength={200}
        placeholder="Search"
        aria-keyshortcuts="/"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
