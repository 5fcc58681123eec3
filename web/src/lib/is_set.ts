/** Neither null (the server has none) nor undefined (it did not say). */
export function isSet<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
