export interface Overlap {
  onlyFirst: string[];
  both: string[];
  onlySecond: string[];
}

/** Two sets of gene symbols as three lists, each sorted; symbols are compared as they are written. */
export function overlapOf(first: readonly string[], second: readonly string[]): Overlap {
  const left = new Set(first);
  const right = new Set(second);
  const sorted = (genes: Iterable<string>) => [...genes].sort((a, b) => a.localeCompare(b, 'en'));
  return {
    onlyFirst: sorted([...left].filter((gene) => !right.has(gene))),
    both: sorted([...left].filter((gene) => right.has(gene))),
    onlySecond: sorted([...right].filter((gene) => !left.has(gene))),
  };
}
