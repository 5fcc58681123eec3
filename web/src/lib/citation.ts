import type { Mapping } from './mappings';
import { personName } from './mappings';
import { kFacts } from './subjects';

/** What a mapping is cited by: its pair, who made it, when it was approved, and its permanent address. */
export function citationText(mapping: Mapping, address: string): string {
  const year = yearOf(mapping);
  const people = mapping.proposedBy === null ? 'Unknown curator' : personName(mapping.proposedBy);
  return `${people} (${year ?? 'n.d.'}). Mapping of ${mapping.keId} (${mapping.keTitle}) to ${mapping.targetId} (${mapping.targetTitle}, ${kFacts[mapping.resource].label}). ${address}`;
}

/** The same for a reference manager. */
export function citationBibtex(mapping: Mapping, address: string): string {
  const year = yearOf(mapping);
  const fields: [string, string][] = [
    ['author', `{${personName(mapping.proposedBy)}}`],
    ['title', `{Mapping of ${mapping.keId} (${mapping.keTitle}) to ${mapping.targetId} (${mapping.targetTitle})}`],
    ['year', year ?? ''],
    ['url', address],
    ['note', `Curated mapping, ${mapping.confidence} confidence`],
  ];
  const lines = fields.filter(([, value]) => value !== '').map(([name, value]) => `  ${name} = {${escaped(value)}}`);
  return `@misc{kewp-${mapping.uuid},\n${lines.join(',\n')}\n}\n`;
}

function yearOf(mapping: Mapping): string | undefined {
  return mapping.approvedAt?.slice(0, 4);
}

/** Characters that mean something to TeX; braces are ours. */
function escaped(text: string): string {
  return text.replace(/[&%$#_]/g, (character) => `\\${character}`);
}
