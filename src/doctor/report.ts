import type { CheckReport, CheckState } from './types.js';

type Line = Pick<CheckReport, 'id' | 'title' | 'state' | 'text' | 'mend'>;

/** Checks as a table for people: state, what, finding; below those that are not well what to do. */
export function formatChecks(checks: readonly Line[]): string {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const indent = ' '.repeat('skipped'.length + 2 + width + 2);
  return checks
    .flatMap(({ state, title, text, mend }) => {
      const lines = [...text.split('\n'), ...(mend === undefined ? [] : `→ ${mend}`.split('\n'))];
      const [first = '', ...rest] = lines;
      return [`${state.padEnd(7)}  ${title.padEnd(width)}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** The same for programs. */
export function describeChecks(checks: readonly (Line & { readonly seconds?: number })[]) {
  return checks.map(({ id, title, state, text, mend, seconds }) => ({
    id,
    title,
    state,
    text,
    mend: mend ?? null,
    ...(seconds === undefined ? {} : { seconds }),
  }));
}

/** How many failed. */
export function countFailed(checks: readonly Pick<Line, 'state'>[]): number {
  return checks.filter(({ state }) => state === 'fail').length;
}

const states: readonly CheckState[] = ['ok', 'warn', 'fail', 'skipped'];

/** `12 ok, 1 warn, 1 fail, 2 skipped`, without those of which there are none. */
export function summarize(checks: readonly Pick<Line, 'state'>[]): string {
  return states
    .map((state) => ({ state, count: checks.filter((check) => check.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}
