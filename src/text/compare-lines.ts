import { structuredPatch } from 'diff';

/** Texts with more differing lines are shown as removed and added as a whole, because the search takes quadratic time. */
const maxEditLength = 500;
/** Unchanged lines around each change. */
const context = 2;

/**
 * Compares two texts line by line. Returns the lines of a unified diff without file names; empty if the texts are equal.
 * @param before its own lines get a `-`
 * @param after its own lines get a `+`
 */
export function compareLines(before: string, after: string): readonly string[] {
  if (before === after) {
    return [];
  }
  // The line break at the end keeps a note about a missing one out of the diff.
  const patch = structuredPatch('', '', `${before}\n`, `${after}\n`, '', '', { context, maxEditLength });
  if (patch === undefined) {
    return ['@@ line 1 @@', ...mark(before, '-'), ...mark(after, '+')];
  }
  return patch.hunks.flatMap(({ oldStart, lines }) => [`@@ line ${oldStart} @@`, ...lines]);
}

const mark = (text: string, sign: '-' | '+') => text.split('\n').map((line) => sign + line);
