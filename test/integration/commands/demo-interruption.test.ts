import { describe, expect, test } from 'vitest';
import { runDemo } from '../../../src/commands/demo/run-demo.js';
import type { StartSandbox } from '../../../src/commands/demo/sandbox.js';
import { silentLogger } from '../../../src/logger.js';
import { MissingEnginesError } from '../../../src/sandbox/engines.js';
import type { CommandIo } from '../../../src/terminal/io.js';
import { hiddenProgress } from '../../../src/terminal/progress.js';
import { runCommand } from '../../support/run-command.js';

const exasol = { host: '127.0.0.1', user: 'sys', password: 'exasol', fingerprint: '00' };
const aws = {
  endpointUrl: 'http://127.0.0.1:1',
  region: 'eu-central-1',
  accessKeyId: 'AKIA',
  secretAccessKey: 'secret',
  bucket: 'demo',
  roleArn: 'arn:aws:iam::123456789012:role/Demo',
};

/** Sandboxes that fail at one point; `interrupt` is called right before. */
const failures: Readonly<Record<string, (interrupt: () => void) => StartSandbox>> = {
  'an engine is missing': (interrupt) => async () => {
    interrupt();
    throw new MissingEnginesError(['wasmoon']);
  },
  'the sandbox does not start': (interrupt) => async () => {
    interrupt();
    throw new Error('listen EADDRINUSE');
  },
  // Port 1 refuses connections.
  'Exasol refuses the connection': (interrupt) => async () => {
    setImmediate(interrupt);
    return { exasol: { ...exasol, port: 1 }, aws, stop: async () => {} };
  },
  'the sandbox does not stop': (interrupt) => async () => {
    const stop = async () => {
      interrupt();
      throw new AggregateError([], 'stopping failed');
    };
    return { exasol: { ...exasol, port: 1 }, aws, stop };
  },
};

/** Runs the demo on such a sandbox, with or without Ctrl-C, and returns its error. */
async function fail(point: string, isInterrupted: boolean): Promise<unknown> {
  const controller = new AbortController();
  const stream = { write: () => true };
  const io: CommandIo = {
    stdin: { isTTY: false, on() {}, removeListener() {}, resume() {}, pause() {}, setEncoding() {} },
    stdout: stream,
    stderr: stream,
    env: {},
    cwd: import.meta.dirname,
    signal: controller.signal,
    command: 'demo',
    json: false,
    interactive: false,
    logger: silentLogger,
    isQuiet: false,
    progress: hiddenProgress,
    colorStatus: (word) => word,
    warnings: [],
    warn() {},
    setExitCode() {},
  };
  const start = failures[point]?.(() => isInterrupted && controller.abort());
  return runDemo({}, io, start).catch((thrown: unknown) => thrown);
}

describe('a demo in which', () => {
  test.each(Object.keys(failures))('%s ends as an interruption after Ctrl-C', async (point) => {
    expect(await fail(point, true)).toMatchObject({ code: 'E-SME-4', exitCode: 130 });
  });

  test.each([
    ['an engine is missing', 'E-SME-121'],
    ['the sandbox does not start', 'E-SME-122'],
    ['Exasol refuses the connection', 'E-SME-6'],
    ['the sandbox does not stop', 'E-SME-6'],
  ])('%s ends with %s otherwise', async (point, code) => {
    expect(await fail(point, false)).toMatchObject({ code, exitCode: 5 });
  });
});

describe('sme demo on the real sandbox ends with 130 and deletes the sandbox after Ctrl-C', () => {
  test.each([
    ['before it reads the data', undefined, 0],
    ['while it starts the sandbox', 'Data:', 0],
    ['a moment later', 'Data:', 20],
    ['when it has started', 'Sandbox:', 0],
    ['while it connects', 'Sandbox:', 5],
    ['when the scripts are deployed', 'sme deploy', 0],
    ['while it loads the data', 'IMPORT', 10],
    ['while it trains', 'EXECUTE SCRIPT', 100],
  ])('%s', async (_when, text, delayMs) => {
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (text === undefined) {
      abort();
    }
    const onStdout = (written: string) => {
      if (text !== undefined && written.includes(text)) {
        delayMs === 0 ? abort() : setTimeout(abort, delayMs);
      }
    };
    const { exitCode, stderr } = await runCommand(['demo'], { signal: controller.signal, onStdout });
    expect(stderr).toContain('The sandbox and everything in it is deleted.');
    expect(exitCode).toBe(130);
  });
});

test('a failure of any command after Ctrl-C ends with 130 and keeps its text', async () => {
  const signal = AbortSignal.abort();
  const { exitCode, stderr } = await runCommand(['deploy', '--schema', ''], { signal });
  expect(stderr).toContain('E-SME-');
  expect(exitCode).toBe(130);
});
