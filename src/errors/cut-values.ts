/** Characters of a value that an error shows: enough to recognize it. Lua and Python use the same limit. */
const maxShown = 200;

/** Cuts a long value of the user for an error. Characters are code points, as in Lua and Python. */
export function cutValue(text: string): string {
  // A code point takes at most two units, so the rest of a huge value is never looked at.
  const points = Array.from(text.slice(0, 2 * (maxShown + 1)));
  return points.length > maxShown ? `${points.slice(0, maxShown).join('')}…` : text;
}

/** Cuts the quoted values in a sentence. An apostrophe within a word and `NAME='…'` in a command to copy are not quotes of a value. */
export function cutQuotedValues(sentence: string): string {
  return sentence.replaceAll(/(?<=^|[\s(])'([^']*)'/g, (_quoted, value: string) => `'${cutValue(value)}'`);
}
