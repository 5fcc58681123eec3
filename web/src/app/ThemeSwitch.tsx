import { useState } from 'react';
import { keepTheme, kThemes, storedTheme, type Theme } from './theme';

const kLabels: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <label className="theme-switch">
      Colours{' '}
      <select
        value={theme}
        onChange={(event) => {
          const chosen = kThemes.find((one) => one === event.target.value) ?? 'system';
          setTheme(chosen);
          keepTheme(chosen);
        }}
      >
        {kThemes.map((one) => (
          <option key={one} value={one}>
            {kLabels[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
