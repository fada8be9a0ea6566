/** A bug in some versions of Exasol that affects the scripts. */
export interface KnownProblem {
  /** Number in Exasol's changelog. */
  readonly id: string;
  /** Affected versions as half-open ranges: from the first affected version to the one with the fix. */
  readonly affected: readonly (readonly [from: string, fixedIn: string])[];
  /** Clusters with fewer nodes are not affected. */
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
    text: 'on clusters with several nodes, queries in Lua scripts fail with "Internal Server Error" in some sessions',
    fix: 'Update Exasol to 8.29.7, 8.33.0 or later; until then, run the script again in another session.',
  },
  {
    id: 'CHG 15986',
    affected: [
      ['7.1.0', '7.1.16'],
      ['8.0.0', '8.9.0'],
    ],
    minNodes: 2,
    text: 'on clusters with several nodes, SET scripts with EMITS return wrong results for very large groups',
    fix: 'Update Exasol to 7.1.16, 8.9.0 or later; until then, predict in smaller groups.',
  },
];

/** The problems that affect a cluster. An invalid version is affected by none. */
export function findKnownProblems(version: string, nodes: number): readonly KnownProblem[] {
  return knownProblems.filter(
    ({ affected, minNodes }) =>
      nodes >= minNodes &&
      affected.some(([from, fixedIn]) => compareVersions(version, from) >= 0 && compareVersions(version, fixedIn) < 0),
  );
}

/** Negative, 0 or positive, as for `sort`; NaN if one of the texts is not a version. */
function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const difference = [0, 1, 2].map((index) => (left?.[index] ?? 0) - (right?.[index] ?? 0));
  return difference.find((part) => part !== 0) ?? 0;
}
