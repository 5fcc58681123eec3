/** Class names joined; what is false or undefined is left out. */
export function cx(...names: (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined && name !== '').join(' ');
}
