/** A line that only the old text has (`-`), only the new text has (`+`), or both have (a blank). */
interface ComparedLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Texts with more differing lines are shown as removed and added as a whole, because the search takes time and memory quadratic in them. */
const maxDistance = 500;
/** Unchanged lines around each change. */
const contextLines = 2;

/**
 * Compares two texts line by line. Returns the lines of a unified diff without file names; empty if the texts are equal.
 * @param before its own lines get a `-`
 * @param after its own lines get a `+`
 */
export function compareLines(before: string, after: string): readonly string[] {
  if (before === after) {
    return [];
  }
  const [old, young] = [before.split('\n'), after.split('\n')];
  const limit = Math.min(old.length, young.length);
  let start = 0;
  while (start < limit && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < limit - start && old.at(-1 - end) === young.at(-1 - end)) end += 1;
  const middle = compareMiddle(old.slice(start, old.length - end), young.slice(start, young.length - end));
  const keep = (lines: readonly string[]) => lines.map((text): ComparedLine => ({ mark: ' ', text }));
  return formatHunks([...keep(old.slice(0, start)), ...middle, ...keep(old.slice(old.length - end))]);
}

/** The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. */
function compareMiddle(old: readonly string[], young: readonly string[]): readonly ComparedLine[] {
  const reached = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let distance = 0; distance <= Math.min(maxDistance, old.length + young.length); distance += 1) {
    history.push(new Map(reached));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = isInsertion(reached, diagonal, distance) ? at(reached, diagonal + 1) : at(reached, diagonal - 1) + 1;
      while (x < old.length && x - diagonal < young.length && old[x] === young[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= old.length && x - diagonal >= young.length) {
        return traceBack(history, old, young);
      }
    }
  }
  const mark = (lines: readonly string[], sign: '-' | '+') => lines.map((text) => ({ mark: sign, text }));
  return [...mark(old, '-'), ...mark(young, '+')];
}

const at = (reached: ReadonlyMap<number, number>, diagonal: number) => reached.get(diagonal) ?? -1;

/** Whether the path to a diagonal ends with an inserted line; otherwise it ends with a removed one. */
function isInsertion(reached: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean {
  return diagonal === -distance || (diagonal !== distance && at(reached, diagonal - 1) < at(reached, diagonal + 1));
}

function traceBack(
  history: readonly ReadonlyMap<number, number>[],
  old: readonly string[],
  young: readonly string[],
): readonly ComparedLine[] {
  const lines: ComparedLine[] = [];
  let [x, y] = [old.length, young.length];
  for (let distance = history.length - 1; distance >= 0; distance -= 1) {
    const reached = history[distance] ?? new Map<number, number>();
    const previous = isInsertion(reached, x - y, distance) ? x - y + 1 : x - y - 1;
    const previousX = Math.max(0, at(reached, previous));
    const previousY = distance === 0 ? 0 : previousX - previous;
    while (x > previousX && y > previousY) {
      x -= 1;
      y -= 1;
      lines.push({ mark: ' ', text: old[x] ?? '' });
    }
    if (distance > 0 && x > previousX) {
      x -= 1;
      lines.push({ mark: '-', text: old[x] ?? '' });
    } else if (distance > 0) {
      y -= 1;
      lines.push({ mark: '+', text: young[y] ?? '' });
    }
  }
  return lines.reverse();
}

function formatHunks(lines: readonly ComparedLine[]): readonly string[] {
  const shown = new Set<number>();
  lines.forEach(({ mark }, index) => {
    for (let near = index - contextLines; mark !== ' ' && near <= index + contextLines; near += 1) shown.add(near);
  });
  const output: string[] = [];
  let lineNumber = 0;
  lines.forEach(({ mark, text }, index) => {
    lineNumber += mark === '+' ? 0 : 1;
    if (shown.has(index)) {
      if (index === 0 || !shown.has(index - 1)) output.push(`@@ line ${Math.max(1, lineNumber)} @@`);
      output.push(`${mark}${text}`);
    }
  });
  return output;
}
