/** Characters of a value that an error shows: enough to recognise it. */
const maxShown = 200;

/** A user's value for an error: cut where it is long. */
export function cutValue(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

/** A sentence whose quoted values are cut: not what follows an apostrophe within a word, or `NAME=` of a command to copy. */
export function cutQuotedValues(sentence: string): string {
  return sentence.replaceAll(/(?<=^|[\s(])'([^']*)'/g, (_quoted, value: string) => `'${cutValue(value)}'`);
}
