/** A shared beginning that is shorter is shown with every name. */
const minPrefixLength = 6;
const ellipsis = '…';

/**
 * Shortens names so that they stay distinguishable: names that are too long lose the beginning that they share, then their middle. A
 * name that would still look like another one keeps only its end.
 * @param max letters of a name, including ellipses
 */
export function shortenNames(names: readonly string[], max: number): readonly string[] {
  const isLong = (name: string) => [...name].length > max;
  const long = [...new Set(names.filter(isLong))];
  const prefix = findSharedPrefix(long);
  const shortened = names.map((name) => {
    if (!isLong(name)) {
      return name;
    }
    const rest = prefix === '' ? name : `${ellipsis}${name.slice(prefix.length)}`;
    return isLong(rest) ? cutMiddle(rest, max) : rest;
  });
  return shortened.map((text, index) => {
    const name = names[index] ?? '';
    const isUnique = shortened.every((other, position) => other !== text || names[position] === name);
    return isUnique ? text : `${ellipsis}${[...name].slice(1 - max).join('')}`;
  });
}

/** The beginning that all names share, up to the last separator. Empty if it is short, or if there is only one name. */
function findSharedPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) {
    return '';
  }
  let length = 0;
  while (length < first.length && others.every((name) => name[length] === first[length])) {
    length += 1;
  }
  const prefix = first.slice(0, length).replace(/[^_.\-\s]*$/u, '');
  return prefix.length < minPrefixLength ? '' : prefix;
}

function cutMiddle(name: string, max: number): string {
  const letters = [...name];
  const start = Math.ceil((max - 1) / 2);
  return `${letters.slice(0, start).join('')}${ellipsis}${letters.slice(letters.length - (max - 1 - start)).join('')}`;
}
