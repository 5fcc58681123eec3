export const kThemes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof kThemes)[number];

const kKey = 'kewp.theme';

/** The person's choice; `system` follows the machine. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(kKey);
    return kThemes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system'; // storage is switched off
  }
}

/** Takes effect at once, by the attribute that styles/tokens.css looks at. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') {
    delete root.dataset['theme'];
  } else {
    root.dataset['theme'] = theme;
  }
}

export function keepTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(kKey, theme);
  } catch {
    // It holds for this page then.
  }
}
