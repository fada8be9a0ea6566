import { expect, test } from 'vitest';
import { Narrator } from '../../../../src/commands/demo/narrator.js';
import { silentLogger } from '../../../../src/logger.js';
import type { CommandIo } from '../../../../src/terminal/io.js';

/** Streams that remember what was written to them. */
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
    colorStatus: (word) => word,
    warnings: [],
    warn() {},
    setExitCode() {},
  };
  return { io, written };
}

function followJob(narrator: Narrator): void {
  for (const phase of ['Starting', 'Starting', 'TrainingModels']) narrator.progress(phase);
  narrator.say('done');
}

test('elsewhere than on a terminal a phase is a line, once', () => {
  const { io, written } = makeIo(false, false);
  followJob(new Narrator(io, false));
  expect(written).toEqual({ stdout: '   Starting\n   TrainingModels\ndone\n', stderr: '' });
});

test('on a terminal the line is written over', () => {
  const { io, written } = makeIo(false, true);
  followJob(new Narrator(io, false));
  const rewritten = ['Starting', 'Starting', 'TrainingModels'].map((phase) => `\r\u001b[K   ${phase}`).join('');
  expect(written.stdout).toBe(`${rewritten}\ndone\n`);
});

test('with --json stdout is left alone; with --quiet nothing is told', () => {
  const json = makeIo(true, false);
  followJob(new Narrator(json.io, false));
  expect(json.written).toEqual({ stdout: '', stderr: '   Starting\n   TrainingModels\ndone\n' });
  const quiet = makeIo(false, false);
  followJob(new Narrator(quiet.io, true));
  expect(quiet.written).toEqual({ stdout: '', stderr: '' });
});

test('answers are shown as a table, or a record in lines; a wide cell is cut in the table alone', () => {
  const { io, written } = makeIo(false, false);
  const narrator = new Narrator(io, false);
  const result = { columns: ['A', 'B'], rows: [[null, 'x'.repeat(80)]], rowCount: 1 };
  narrator.result({ title: '', sql: '', show: 'table' }, result);
  narrator.result({ title: '', sql: '', show: 'record' }, result);
  expect(written.stdout).toBe(`   A     B\n   NULL  ${'x'.repeat(59)}…\n   A  NULL\n   B  ${'x'.repeat(80)}\n`);
});
