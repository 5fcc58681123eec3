import type { Resource } from '@/lib/resources';
import { isMapped, kResources, type GraphNode, type NetworkKe } from './network';

/** Levels of biological organisation from the smallest, and the colour of each in styles/tokens.css. */
export const kLevels = ['Molecular', 'Cellular', 'Tissue', 'Organ', 'Individual', 'Population'] as const;

export function levelName(level: string): string {
  return kLevels.some((known) => known === level) ? level : 'Unknown';
}

/** Three marks side by side in a field of 44 × 12: each resource has a shape of its own. */
export const kMarks: Record<Resource, { path: string; name: string }> = {
  wikipathways: { path: 'M6 1a5 5 0 1 0 .01 0z', name: 'circle' },
  go: { path: 'M17.5 1.5h9v9h-9z', name: 'square' },
  reactome: { path: 'M38 1.2l5.4 9.6H32.6z', name: 'triangle' },
};

/** Colours as the page has them now. */
export type Colours = Record<string, string>;

const kNames = ['ink', 'ink-soft', 'line', 'line-strong', 'accent', 'surface', 'paper', 'gold', 'focus'];

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const names = [...kNames, ...kLevels.map((level) => `level-${level.toLowerCase()}`), 'level-unknown'];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** Full where the Key Event is mapped in the resource, else an outline. */
export function marksSvg(full: readonly boolean[], colours: Colours): string {
  return kResources
    .map((resource, at) => {
      const ink = colours[full[at] === true ? 'ink' : 'ink-soft'];
      return `<path d="${kMarks[resource].path}" fill="${full[at] === true ? ink : 'none'}" stroke="${ink}" stroke-width="1.3"/>`;
    })
    .join('');
}

/** In which resources it is mapped, in their order. */
export function markedIn(ke: NetworkKe): readonly boolean[] {
  return kResources.map((resource) => ke.mapped[resource] > 0);
}

/** Cuts a text into at most `most` lines of about `width` letters; what does not fit is left out with an ellipsis. */
export function wrapped(text: string, width = 26, most = 2): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line === '') {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const shown = lines.slice(0, most).map((one) => (one.length > width + 2 ? `${one.slice(0, width + 1)}…` : one));
  if (lines.length > most) {
    const last = shown[most - 1] ?? '';
    shown[most - 1] = last.endsWith('…') ? last : `${last.slice(0, width - 1)}…`;
  }
  return shown;
}

/** What stands in a box: number and part, then the title. */
export function boxLines({ ke, parts }: GraphNode): string[] {
  const special = parts.filter((part) => part !== 'KE');
  return [[ke.ke_id, ...special].join(' · '), ...wrapped(ke.title || 'no title')];
}

/** The shape says what a Key Event is: corners cut off for where AOPs begin, square for where they end. */
export function boxShape(node: GraphNode): 'cut' | 'square' | 'round' {
  return node.parts[0] === 'MIE' ? 'cut' : node.parts[0] === 'AO' ? 'square' : 'round';
}

export function isGap(node: GraphNode): boolean {
  return node.ke.in_release && !isMapped(node.ke);
}
