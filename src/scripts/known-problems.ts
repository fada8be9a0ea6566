/** A fault of some versions of Exasol that our scripts can meet. */
export interface KnownProblem {
  /** Its number in Exasol's changelog. */
  readonly id: string;
  /** Half-open ranges of affected versions: from the first version up to the one that has the fix. */
  readonly affected: readonly (readonly [from: string, fixedIn: string])[];
  /** Clusters with fewer nodes do not have it. */
  readonly minNodes: number;
  readonly text: string;
  readonly fix: string;
}

const knownProblems: readonly KnownProblem[] = [
  {
    id: 'CHG 18052',
    affected: [
      ['7.1.0', '8.29.7'],
      ['8.30.0', '8.33.0'],
    ],
    minNodes: 2,
    text: 'on several nodes, queries in Lua scripts fail with "Internal Server Error" in some sessions',
    fix: 'Update Exasol to 8.29.7, 8.33.0 or later; until then run the script again in another session.',
  },
  {
    id: 'CHG 15986',
    affected: [
      ['7.1.0', '7.1.16'],
      ['8.0.0', '8.9.0'],
    ],
    minNodes: 2,
    text: 'on several nodes, SET scripts with EMITS give wrong results for very large groups',
    fix: 'Update Exasol to 7.1.16, 8.9.0 or later; until then predict in smaller parts.',
  },
];

/** The problems that a cluster has. A version that cannot be read has none. */
export function findKnownProblems(version: string, nodes: number): readonly KnownProblem[] {
  return knownProblems.filter(
    ({ affected, minNodes }) =>
      nodes >= minNodes &&
      affected.some(([from, fixedIn]) => compareVersions(version, from) >= 0 && compareVersions(version, fixedIn) < 0),
  );
}

/** NaN where one of the two is not a version. */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const difference = [0, 1, 2].map((index) => (left?.[index] ?? 0) - (right?.[index] ?? 0));
  return difference.find((part) => part !== 0) ?? 0;
}
