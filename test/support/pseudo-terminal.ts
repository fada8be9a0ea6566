import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What to type when the terminal shows a text. */
export interface Keys {
  readonly wait: string;
  readonly keys: string;
}

/** The outcome of a program on a terminal. */
export interface TerminalRun {
  /** Everything that was written, including the echo of the input. */
  readonly screen: string;
  readonly exitCode: number;
  /** Whether echo and line mode are as before. */
  readonly isAsFound: boolean;
}

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly steps?: readonly Keys[];
  readonly seconds?: number;
}

const script = fileURLToPath(new URL('pseudo_terminal.py', import.meta.url));

/** Runs a program on a pseudo-terminal, which Python's standard library can open and Node's cannot. */
export async function runOnTerminal(argv: readonly string[], options: TerminalOptions): Promise<TerminalRun> {
  const { env, columns = 80, steps = [], seconds = 60 } = options;
  const child = spawn('python3', [script], { env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env } });
  child.stdin.end(JSON.stringify({ argv, columns, steps, seconds }));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
