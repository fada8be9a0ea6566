/** Maximum distance of a suggestion: a third of the length of the word, from 1 to 3. */
const maxDistance = (word: string) => Math.min(3, Math.max(1, Math.floor(word.length / 3)));

/** Longer words get no suggestion, because measuring the distance takes quadratic time. */
const maxComparedLength = 128;

/** Returns the known word that is most similar, or undefined if none is similar. Of equally similar words, the one with the same beginning wins. */
function findNearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > maxComparedLength) return undefined;
  const lowerCase = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({
      candidate,
      distance: measureDistance(lowerCase, candidate.toLowerCase()),
      shared: countShared(lowerCase, candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance || b.shared - a.shared);
  const best = ranked[0];
  return best !== undefined && best.distance <= maxDistance(word) && best.distance < word.length
    ? best.candidate
    : undefined;
}

/** Counts the characters at the beginning that two words share. */
function countShared(left: string, right: string): number {
  let count = 0;
  while (count < left.length && left[count] === right[count]) count += 1;
  return count;
}

/** Returns ` (did you mean 'x'?)`, or an empty string if no known word is similar. */
export function suggestNearest(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === undefined ? '' : ` (did you mean '${nearest}'?)`;
}

/** Counts the edits between two words: inserting, deleting or replacing a character, or swapping two neighbors. */
function measureDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const change = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + change,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
