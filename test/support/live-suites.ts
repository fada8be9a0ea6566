import { readRunEnvironment } from './live-environment.js';

/** Suites about the product, and suites that state what the sandbox claims of Exasol. The order is that of the run. */
const withoutAws = ['exasol-sql', 'exasol-scripts', 'deploy'];
const withAws = ['exasol-privileges', 'exasol-export', 'exasol-import', 'train-refusals', 'train', 'prediction-cells'];

/** Suites that train models completely and serve them. */
const withEndpoints = ['model-path', 'prediction'];

/** The contract suites that can run against the target of the environment; empty without a target. */
export function liveSuites(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const target = readRunEnvironment(environment);
  if (target.kind !== 'live') return [];
  const suites = [
    ...withoutAws,
    ...(target.aws === undefined ? [] : withAws),
    ...(target.endpoints ? withEndpoints : []),
  ];
  return suites.map((name) => `test/contract/${name}.test.ts`);
}
