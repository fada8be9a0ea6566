import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ListedProgress, LiveProgress, makeProgress } from '../../../src/terminal/progress.js';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal that shows its last line. */
function makeTerminal(columns = 80) {
  const terminal = {
    isTTY: true,
    columns,
    written: '',
    write: (text: string) => (terminal.written += text),
    /** What a user sees: a carriage return and "clear to the end of the line" start the line again. */
    lines: () =>
      terminal.written.split('\n').map((line) =>
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequence that clears the line
        line.split(/\r\u001b\[K/).at(-1),
      ),
  };
  return terminal;
}

describe('progress on a terminal', () => {
  test('is one line, with the time from two seconds on', () => {
    const terminal = makeTerminal();
    const progress = new LiveProgress(terminal);
    progress.show('Exporting');
    expect(terminal.lines()).toEqual(['Exporting …']);
    vi.advanceTimersByTime(1000);
    expect(terminal.lines()).toEqual(['Exporting …']);
    vi.advanceTimersByTime(1000);
    expect(terminal.lines()).toEqual(['Exporting … 2 s']);
    progress.detail('5 of 9 objects');
    expect(terminal.lines()).toEqual(['Exporting … 5 of 9 objects, 2 s']);
    progress.show('Starting');
    expect(terminal.lines()).toEqual(['Starting …']);
    progress.end();
    expect(terminal.lines()).toEqual(['']);
  });

  test('draws nothing after its end', () => {
    const terminal = makeTerminal();
    const progress = new LiveProgress(terminal);
    progress.show('Exporting');
    progress.end();
    progress.detail('late');
    vi.advanceTimersByTime(5000);
    expect(terminal.lines()).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keeps the time of a text that is shown again, and takes a time from elsewhere', () => {
    const terminal = makeTerminal();
    const progress = new LiveProgress(terminal);
    progress.show('Waiting');
    vi.advanceTimersByTime(61_000);
    progress.show('Waiting');
    expect(terminal.lines()).toEqual(['Waiting … 1 min 01 s']);
    progress.show('Other', 58_000);
    expect(terminal.lines()).toEqual(['Other … 3 s']);
  });

  test('moves below other output', () => {
    const terminal = makeTerminal();
    const progress = new LiveProgress(terminal);
    progress.show('Exporting');
    progress.writeAbove(() => terminal.write('Warning: slow\n'));
    expect(terminal.lines()).toEqual(['Warning: slow', 'Exporting …']);
    progress.pause();
    expect(terminal.lines()).toEqual(['Warning: slow', '']);
    progress.writeAbove(() => terminal.write('Continue? '));
    expect(terminal.lines()).toEqual(['Warning: slow', 'Continue? ']);
  });

  test.each([20, 40, 80, 120])('fits into %d columns, with all of the time', (columns) => {
    const terminal = makeTerminal(columns);
    const progress = new LiveProgress(terminal);
    progress.show(`Deleting the endpoint ${'x'.repeat(63)}, which takes AWS a minute or two`);
    progress.detail('5 rows');
    vi.advanceTimersByTime(75_000);
    const line = terminal.lines().at(-1) ?? '';
    expect(line.length).toBeLessThan(columns);
    if (columns > 30) expect(line).toMatch(/5 rows, 1 min 15 s$/);
  });

  test('writes control characters and line breaks of others as text', () => {
    const terminal = makeTerminal();
    new LiveProgress(terminal).show('a\nb\u001b[2Jc');
    expect(terminal.lines()).toEqual(['a b�[2Jc …']);
  });
});

describe('progress in a pipe', () => {
  test('is a line for each change, and once a minute', () => {
    const lines: string[] = [];
    const progress = new ListedProgress((line) => lines.push(line));
    progress.show('Exporting');
    progress.show('Exporting');
    progress.detail();
    vi.advanceTimersByTime(60_000);
    progress.show('Starting');
    progress.end();
    vi.advanceTimersByTime(120_000);
    expect(lines).toEqual(['Exporting …', 'Exporting … 1 min 00 s', 'Starting …']);
    progress.show('Starting');
    expect(lines).toHaveLength(4);
  });

  test.each([
    ['a pipe', { write: () => true }, {}, 'normal', ListedProgress],
    ['a terminal', makeTerminal(), {}, 'normal', LiveProgress],
    ['a CI job', makeTerminal(), { CI: 'true' }, 'normal', ListedProgress],
    ['a dumb terminal', makeTerminal(), { TERM: 'dumb' }, 'verbose', ListedProgress],
  ] as const)('is chosen for %s', (_case, stderr, env, level, kind) => {
    expect(makeProgress({ stderr, env }, level, () => {})).toBeInstanceOf(kind);
  });

  test('is missing with --quiet', () => {
    const terminal = makeTerminal();
    makeProgress({ stderr: terminal, env: {} }, 'quiet', terminal.write).show('Exporting');
    expect(terminal.written).toBe('');
  });
});
