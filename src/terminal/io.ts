import type { TerminalInput } from '../config/passwords.js';
import type { ExitCode } from '../errors/definition.js';
import type { Logger } from '../logger.js';
import type { ColorStatus } from './colors.js';
import type { ProgressLine } from './progress.js';

/** A stream that a command writes to. */
export interface TextStream {
  write(text: string): unknown;
}

/** Everything outside the process that a program uses. It is passed in, so that tests run a program in their own process. */
export interface ProgramIo {
  readonly stdin: TerminalInput;
  /** Only the result of a command. */
  readonly stdout: TextStream;
  /** Everything else. */
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory. */
  readonly cwd: string;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The io of the program, and how the command was called. */
export interface CommandIo extends ProgramIo {
  /** `deploy` or `profile add` for example; names the document that --json prints. */
  readonly command: string;
  /** True if stdout gets one JSON document and no other text. */
  readonly json: boolean;
  /** True if only results, warnings and errors are printed. */
  readonly isQuiet: boolean;
  readonly logger: Logger;
  /** What the command waits for, on stderr. */
  readonly progress: ProgressLine;
  /** Colors a status word on stdout, if stdout gets colors. The color adds no information to the word. */
  readonly colorStatus: ColorStatus;
  /** True if a user can answer a prompt: on a terminal, without --no-input and --json. */
  readonly interactive: boolean;
  /** Warnings of this run; --json prints them as well. */
  readonly warnings: readonly string[];
  /** Warns on stderr and, with --json, in the document. */
  warn(text: string): void;
  /** Sets the exit code of a command that did its work but has a finding, for example 3 for a failed check. */
  setExitCode(code: ExitCode): void;
}
