import { errorOf } from '@/api/errors';

export interface Health {
  status: string;
  timestamp: string;
  version: string;
  services: Record<string, ServiceHealth | null>;
}

interface ServiceHealth {
  status: string;
  message: string;
  troubles?: { file: string; consequence: string }[];
}

export interface Processes {
  processes: { role: string; pid: number; state: string; requests: number; uptime_seconds: number; rss_bytes: number; pss_bytes: number }[];
}

export const kServiceNames: Record<string, string> = {
  database: 'Database',
  corpus: 'Reference data',
  embeddings: 'Vectors',
  model: 'Language model',
  suggestions: 'Suggestions',
  web: 'Pages',
  workers: 'Workers',
  configuration: 'Settings',
  backup: 'Backups',
};

/** `/health` answers 503 with the same body when the database cannot be used: that is an answer, too. */
export async function readHealth(): Promise<Health> {
  const response = await fetch('/health', { headers: { Accept: 'application/json' } });
  if (!response.ok && response.status !== 503) {
    throw await errorOf(response);
  }
  return (await response.json()) as Health;
}

/** 1536 → `1.5 KiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** The two largest units that count: `3 d 4 h`, `2 min 5 s`. */
export function durationText(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let left = Math.max(Math.round(seconds), 0);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 || (parts.length === 0 && name === 's')) {
      parts.push(`${count} ${name}`);
    }
  }
  return parts.slice(0, 2).join(' ');
}

export function ageOf(instant: string, now: number): string {
  return durationText((now - new Date(instant).getTime()) / 1000);
}
