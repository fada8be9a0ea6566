import { runProgram } from '../../src/program.js';
import type { ProgramIo } from '../../src/terminal/io.js';
import { checkDocuments } from './check-documents.js';

/** The outcome of a command. */
export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunCommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** The working directory. Default: a folder without `.env`. */
  readonly cwd?: string;
  /** Input on a terminal. Without it, stdin is not a terminal. */
  readonly typed?: string;
  /** Input through a pipe, if stdin is not a terminal. */
  readonly piped?: string;
  /** Called with each text written to stderr. */
  readonly onStderr?: (text: string) => void;
  /** Called with each text written to stdout. */
  readonly onStdout?: (text: string) => void;
}

/** Runs `sme` in this process, with its own streams, environment and terminal. Its JSON documents must match their schemas. */
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
  checkDocuments(stdout);
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
