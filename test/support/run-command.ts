import type { ProgramIo } from '../../src/commands/io.js';
import { runProgram } from '../../src/program.js';

/** What a command left behind. */
export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunCommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** What is typed on a terminal; without it stdin is no terminal. */
  readonly typed?: string;
  /** Called for everything that goes to stderr. */
  readonly onStderr?: (text: string) => void;
}

/** Runs `sme` with these arguments in this process, with streams, environment and terminal of its own. */
export async function runCommand(args: readonly string[], options: RunCommandOptions = {}): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const io: ProgramIo = {
    stdin: makeInput(options.typed),
    stdout: { write: (text) => (stdout += text) },
    stderr: {
      write: (text) => {
        stderr += text;
        options.onStderr?.(text);
      },
    },
    env: options.env ?? {},
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await runProgram(args, io);
  return { stdout, stderr, exitCode };
}

function makeInput(typed: string | undefined): ProgramIo['stdin'] {
  return {
    isTTY: typed !== undefined,
    setRawMode() {},
    setEncoding() {},
    on: (_event, listener) => queueMicrotask(() => listener(typed ?? '')),
    removeListener() {},
    resume() {},
    pause() {},
  };
}
