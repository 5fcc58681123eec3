export interface Overlap {
  onlyFirst: readonly string[];
  both: readonly string[];
  onlySecond: readonly string[];
  /** Shared genes over all genes of either set; null when both are empty. */
  jaccard: number | null;
}

/** Compares two sets of gene symbols, each result by name. */
export function overlapOf(first: readonly string[], second: readonly string[]): Overlap {
  const a = new Set(first);
  const b = new Set(second);
  const byName = (x: string, y: string) => x.localeCompare(y, 'en', { numeric: true });
  const both = [...a].filter((gene) => b.has(gene)).sort(byName);
  const union = a.size + b.size - both.length;
  return {
    onlyFirst: [...a].filter((gene) => !b.has(gene)).sort(byName),
    both,
    onlySecond: [...b].filter((gene) => !a.has(gene)).sort(byName),
    jaccard: union === 0 ? null : both.length / union,
  };
}
