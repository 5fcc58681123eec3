interface Place {
  ke?: string;
  target?: string;
  /** Which tab of targets: a kind, and how they are found. */
  kind?: string;
  by?: string;
  /** What the suggestion scored, to be stored with the proposal. */
  score?: number | null;
}

/** The address of a step of the mapper. */
export function mapperAddress(place: Place): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(place) as [string, string | number | null | undefined][]) {
    if (value !== undefined && value !== null && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text === '' ? '/mapper' : `/mapper?${text}`;
}
