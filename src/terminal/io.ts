import type { TerminalInput } from '../config/passwords.js';
import type { ExitCode } from '../errors/definition.js';
import type { Logger } from '../logger.js';
import type { PaintStatus } from './colors.js';

/** Where a command may write. */
export interface TextStream {
  write(text: string): unknown;
}

/** Everything of the world that a program needs; passed in, so that tests run it in their own process. */
export interface ProgramIo {
  readonly stdin: TerminalInput;
  /** The result of a command and nothing else. */
  readonly stdout: TextStream;
  /** Everything else. */
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command gets: the world, and how it was called. */
export interface CommandIo extends ProgramIo {
  /** `deploy`, `status`, …; names the document that --json prints. */
  readonly command: string;
  /** True: one JSON document on stdout and no text for people there. */
  readonly json: boolean;
  readonly logger: Logger;
  /** Gives a status word on stdout its colour, where stdout gets colours. Colour only ever repeats what the word says. */
  readonly paint: PaintStatus;
  /** True where someone is there to answer a question and may be asked: a terminal, no --no-input, no --json. */
  readonly interactive: boolean;
  /** Warnings of this run, which --json prints, too. */
  readonly warnings: readonly string[];
  /** Warns on stderr and, with --json, in the document. */
  warn(text: string): void;
  /** For a command that has done its work and still has something to tell a shell: 3, a check that failed. */
  setExitCode(code: ExitCode): void;
}
