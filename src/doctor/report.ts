import type { CheckReport, CheckState } from './types.js';

type Line = Pick<CheckReport, 'id' | 'title' | 'state' | 'text' | 'mitigation'>;

/** Formats checks as a table: state, title and finding, with the mitigation on the lines below. */
export function formatChecks(checks: readonly Line[]): string {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const indent = ' '.repeat('skipped'.length + 2 + width + 2);
  return checks
    .flatMap(({ state, title, text, mitigation }) => {
      const lines = [...text.split('\n'), ...(mitigation === undefined ? [] : `→ ${mitigation}`.split('\n'))];
      const [first = '', ...rest] = lines;
      return [`${state.padEnd(7)}  ${title.padEnd(width)}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** Describes checks for `--json`. Programs written for version 0.1.0 read `mend`, the former name of `mitigation`. */
export function describeChecks(checks: readonly (Line & { readonly seconds?: number })[]) {
  return checks.map(({ id, title, state, text, mitigation, seconds }) => ({
    id,
    title,
    state,
    text,
    mitigation: mitigation ?? null,
    mend: mitigation ?? null,
    seconds: seconds ?? null,
  }));
}

/** Counts the failed checks. */
export function countFailed(checks: readonly Pick<Line, 'state'>[]): number {
  return checks.filter(({ state }) => state === 'fail').length;
}

const states: readonly CheckState[] = ['ok', 'warn', 'fail', 'skipped'];

/** Counts the checks of each state that occurs: `12 ok, 1 warn, 1 fail, 2 skipped`. */
export function summarize(checks: readonly Pick<Line, 'state'>[]): string {
  return states
    .map((state) => ({ state, count: checks.filter((check) => check.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}
