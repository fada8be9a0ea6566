/** Characters of a value that an error shows. Lua and Python use the same limit. */
const maxLength = 200;

/** Cuts a long value for an error. Counts code points, as Lua and Python do. */
export function cutValue(text: string): string {
  // A code point takes at most two UTF-16 units, so the rest of a huge value is never read.
  const points = Array.from(text.slice(0, 2 * (maxLength + 1)));
  return points.length > maxLength ? `${points.slice(0, maxLength).join('')}…` : text;
}

/** Cuts the quoted values in a sentence. Ignores apostrophes within words, and `NAME='…'` in commands to copy. */
export function cutQuotedValues(sentence: string): string {
  return sentence.replaceAll(/(?<=^|[\s(])'([^']*)'/g, (_quoted, value: string) => `'${cutValue(value)}'`);
}
