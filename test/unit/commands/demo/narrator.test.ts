import { expect, test } from 'vitest';
import { Narrator } from '../../../../src/commands/demo/narrator.js';
import { silentLogger } from '../../../../src/logger.js';
import type { CommandIo } from '../../../../src/terminal/io.js';
import { hiddenProgress } from '../../../../src/terminal/progress.js';

/** Creates an io that records what is written to its streams. */
function makeIo(json: boolean, isTTY: boolean) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const io: CommandIo = {
    stdin: { isTTY: false, on() {}, removeListener() {}, resume() {}, pause() {}, setEncoding() {} },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: {},
    cwd: import.meta.dirname,
    interactive: false,
    signal: new AbortController().signal,
    command: 'demo',
    json,
    logger: silentLogger,
    isQuiet: false,
    progress: hiddenProgress,
    colorStatus: (word) => word,
    warnings: [],
    warn() {},
    setExitCode() {},
  };
  return { io, written };
}

function showPhases(narrator: Narrator): void {
  for (const phase of ['Starting', 'Starting', 'TrainingModels']) narrator.showProgress(phase);
  narrator.print('done');
}

test('prints each phase once, on a line of its own, if stdout is not a terminal', () => {
  const { io, written } = makeIo(false, false);
  showPhases(new Narrator(io, false));
  expect(written).toEqual({ stdout: '   Starting\n   TrainingModels\ndone\n', stderr: '' });
});

test('redraws the progress line on a terminal', () => {
  const { io, written } = makeIo(false, true);
  showPhases(new Narrator(io, false));
  const redrawn = ['Starting', 'Starting', 'TrainingModels'].map((phase) => `\r\u001b[K   ${phase}`).join('');
  expect(written.stdout).toBe(`${redrawn}\ndone\n`);
});

test('prints to stderr with --json, and nothing with --quiet', () => {
  const json = makeIo(true, false);
  showPhases(new Narrator(json.io, false));
  expect(json.written).toEqual({ stdout: '', stderr: '   Starting\n   TrainingModels\ndone\n' });
  const quiet = makeIo(false, false);
  showPhases(new Narrator(quiet.io, true));
  expect(quiet.written).toEqual({ stdout: '', stderr: '' });
});

test('prints results as a table with truncated cells, or as a record with full cells', () => {
  const { io, written } = makeIo(false, false);
  const narrator = new Narrator(io, false);
  const result = { columns: ['A', 'B'], rows: [[null, 'x'.repeat(80)]], rowCount: 1 };
  narrator.printResult({ title: '', sql: '', show: 'table' }, result);
  narrator.printResult({ title: '', sql: '', show: 'record' }, result);
  expect(written.stdout).toBe(`   A     B\n   NULL  ${'x'.repeat(59)}…\n   A  NULL\n   B  ${'x'.repeat(80)}\n`);
});
