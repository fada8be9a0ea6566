import type { Candidate } from './types.js';

/** A candidate with its position in time. */
export interface NumberedCandidate extends Candidate {
  /** From 1, in the order in which candidates ended; unfinished ones come last. */
  readonly number: number;
}

/** Which values of the objective are better. */
export type Direction = 'higher' | 'lower';

const byName = new Intl.Collator('en', { numeric: true });

/** Candidates in the order of their end, then of their start, then by name (`t1-2` before `t1-10`). */
export function orderByEnd(candidates: readonly Candidate[]): readonly NumberedCandidate[] {
  const seconds = (moment: Date | undefined) => moment?.getTime() ?? Number.POSITIVE_INFINITY;
  // the difference of two infinities is NaN
  const compare = (left: number, right: number) => (left === right ? 0 : left < right ? -1 : 1);
  return [...candidates]
    .sort(
      (left, right) =>
        compare(seconds(left.ended), seconds(right.ended)) ||
        compare(seconds(left.created), seconds(right.created)) ||
        byName.compare(left.name, right.name),
    )
    .map((candidate, index) => ({ ...candidate, number: index + 1 }));
}

/** Which values are better according to the ranks; undefined if all values are the same. */
export function findDirection(candidates: readonly Candidate[]): Direction | undefined {
  const best = candidates.find(({ rank }) => rank === 1)?.value;
  const values = listScores(candidates);
  if (best === undefined || values.every((value) => value === best)) {
    return undefined;
  }
  return values.every((value) => value <= best) ? 'higher' : 'lower';
}

/** The values of all ranked candidates. */
export function listScores(candidates: readonly Candidate[]): readonly number[] {
  return candidates.flatMap(({ rank, value }) => (rank === undefined || value === undefined ? [] : [value]));
}

export interface BestSoFar {
  readonly number: number;
  readonly value: number;
}

/** The best value so far, after each ranked candidate. */
export function trackBest(
  candidates: readonly NumberedCandidate[],
  direction: Direction | undefined,
): readonly BestSoFar[] {
  const track: BestSoFar[] = [];
  for (const { number, rank, value } of candidates) {
    if (rank === undefined || value === undefined) {
      continue;
    }
    const last = track.at(-1)?.value ?? value;
    track.push({ number, value: direction === 'lower' ? Math.min(last, value) : Math.max(last, value) });
  }
  return track;
}
