import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../src/jobs/job-state.js';
import { measureWidth } from '../../../src/terminal/text-width.js';
import { drawJob, LiveLines, type ViewContext } from '../../../src/terminal/watch-view.js';

const state: JobState = {
  job: 'customers-20261122213000',
  status: 'InProgress',
  phase: 'TrainingModels',
  elapsedSeconds: 600,
  limitSeconds: 3600,
  candidates: 4,
  maxCandidates: 20,
  best: { name: 'customers-20261122213000-trial-t1-4', metric: 'F1', value: 0.912345 },
  failureReason: undefined,
};
const updatedAt = new Date('2026-11-23T01:02:03Z');
const context: ViewContext = {
  history: [0.7, 0.8, 0.91],
  updatedAt,
  intervalMs: 15_000,
  problem: undefined,
  columns: 79,
  colorStatus: (word) => word,
};
const later = new Date(updatedAt.getTime() + 5000);
const draw = (changes: Partial<ViewContext> = {}, job: Partial<JobState> = {}) =>
  drawJob({ ...state, ...job }, { ...context, ...changes }, later);

describe('the live view', () => {
  test('fits 80 columns', () => {
    expect(draw()).toEqual([
      'customers-20261122213000   InProgress · TrainingModels',
      '  elapsed     10 min 05 s of at most 1 h 00 min  ████░░░░░░░░░░░░░░░░░░░░',
      '  candidates  4 of at most 20',
      '  best        F1 0.91234  ▁▄█  customers-20261122213000-trial-t1-4',
      '  updated at 01:02:03 UTC, every 15 s · Ctrl-C leaves the job running',
    ]);
  });

  test('leaves out the less important parts in 50 columns', () => {
    expect(draw({ columns: 49 })).toEqual([
      'customers-20261122213000',
      '  InProgress · TrainingModels',
      '  elapsed     10 min 05 s of at most 1 h 00 min',
      '  candidates  4 of at most 20',
      '  best        F1 0.91234  ▁▄█',
      '  updated at 01:02:03 UTC, every 15 s',
      '  Ctrl-C leaves the job running',
    ]);
  });

  test.each([79, 49, 30, 15, 1])(
    'never exceeds %i columns or prints control characters, whatever the names are',
    (columns) => {
      const history = Array.from({ length: 100 }, (_, index) => index);
      const hostile = { job: '客户'.repeat(20), phase: '\u001b[2J', best: { name: '\n', metric: '\u0007', value: 1 } };
      const written: string[] = [];
      const stream = { isTTY: true, columns: columns + 1, write: (text: string) => written.push(text) };
      new LiveLines(stream).draw(draw({ history, columns }, hostile));
      const lines = written
        .join('')
        .replace(/\p{Cc}\[J$/u, '')
        .split('\u001b[K\n')
        .slice(0, -1);
      for (const line of lines) {
        expect(line).not.toMatch(/\p{Cc}/u);
        expect(measureWidth(line)).toBeLessThanOrEqual(columns);
      }
    },
  );

  test('wraps the full text of a problem', () => {
    const problem =
      "Cannot connect to 'db.example.com' port 8563 (ECONNREFUSED). Retrying in 4 s; the job keeps running.";
    const lines = draw({ problem, columns: 49 }).slice(5);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(problem);
    for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(49);
  });

  test('colors the status without changing its width', () => {
    const colorStatus = (word: string) => `\u001b[31m${word}\u001b[39m`;
    expect(draw({ colorStatus }, { status: 'Failed', phase: 'Failed' })[0]).toBe(
      'customers-20261122213000   \u001b[31mFailed\u001b[39m',
    );
  });

  test('is redrawn in place', () => {
    let written = '';
    const lines = new LiveLines({ write: (text) => (written += text) });
    lines.draw(['a', 'b', 'c']);
    written = '';
    lines.draw(['d']);
    expect(written).toBe('\u001b[3Ad\u001b[K\n\u001b[J');
    written = '';
    lines.draw(['e']);
    expect(written).toMatch(/^\p{Cc}\[1A/u);
  });

  test('is redrawn in place on a terminal that has become narrower', () => {
    let written = '';
    const stream = { isTTY: true, columns: 80, write: (text: string) => (written += text) };
    const lines = new LiveLines(stream);
    lines.draw(['x'.repeat(70), 'short', '']);
    stream.columns = 40;
    written = '';
    lines.draw(['y'.repeat(70)]);
    expect(written).toBe(`\u001b[4A${'y'.repeat(38)}…\u001b[K\n\u001b[J`);
  });

  test('has no footer after the end of the job', () => {
    const lines = draw({}, { status: 'Completed', phase: 'Completed' });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('customers-20261122213000   Completed');
  });
});
