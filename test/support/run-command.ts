import { runProgram } from '../../src/program.js';
import type { ProgramIo } from '../../src/terminal/io.js';

/** What a command left behind. */
export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunCommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** The working directory; a folder without `.env` unless told otherwise. */
  readonly cwd?: string;
  /** What is typed on a terminal; without it stdin is no terminal. */
  readonly typed?: string;
  /** What is piped in, where stdin is no terminal. */
  readonly piped?: string;
  /** Called for everything that goes to stderr. */
  readonly onStderr?: (text: string) => void;
  /** Called for everything that goes to stdout. */
  readonly onStdout?: (text: string) => void;
}

/** Runs `sme` with these arguments in this process, with streams, environment and terminal of its own. */
export async function runCommand(args: readonly string[], options: RunCommandOptions = {}): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const io: ProgramIo = {
    stdin: makeInput(options),
    stdout: {
      write: (text) => {
        stdout += text;
        options.onStdout?.(text);
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        options.onStderr?.(text);
      },
    },
    env: options.env ?? {},
    cwd: options.cwd ?? import.meta.dirname,
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await runProgram(args, io);
  return { stdout, stderr, exitCode };
}

function makeInput({ typed, piped = '' }: RunCommandOptions): ProgramIo['stdin'] {
  return {
    isTTY: typed !== undefined,
    setRawMode() {},
    setEncoding() {},
    on: (event, listener) =>
      queueMicrotask(() => (event === 'end' ? queueMicrotask(() => listener('')) : listener(typed ?? piped))),
    removeListener() {},
    resume() {},
    pause() {},
  };
}
