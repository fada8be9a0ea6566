/** Letters that may differ before a word is another one: a third of it, three at most. */
const largestDistance = (word: string) => Math.min(3, Math.max(1, Math.floor(word.length / 3)));

/** The distance takes quadratic time, and no longer word is a name. */
const maxComparedLength = 128;

/** The known word that was probably meant, or undefined where none is near. */
function findNearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > maxComparedLength) return undefined;
  const wanted = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, distance: measureDistance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= largestDistance(wanted) ? best.candidate : undefined;
}

/** ` (did you mean 'x'?)`, or nothing. */
export function suggestNearest(word: string, known: readonly string[]): string {
  const nearest = findNearest(word, known);
  return nearest === undefined ? '' : ` (did you mean '${nearest}'?)`;
}

/** Edits between two words: a letter put in, left out, changed, or swapped with its neighbour. */
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
