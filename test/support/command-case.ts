import type { Environment } from '../../src/config/environment.js';

/** One call of `sme`. */
export interface Attempt {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly env?: Environment;
  /** Text for stdin. */
  readonly piped?: string;
  /** Interrupts the call (Ctrl-C) when stdout contains this text. */
  readonly until?: string;
  /** The call does not work a second time. */
  readonly isOnce?: true;
}

/** Calls of a command that succeed, and calls that fail for different reasons, in the order in which they run. */
export interface CommandCase {
  readonly works: readonly Attempt[];
  readonly fails: readonly Attempt[];
  /** Calls that use AWS through the CONNECTION. They run again while its secret is wrong. */
  readonly usesAws?: readonly Attempt[];
}

/** Secrets and addresses for the calls. */
export interface Surroundings {
  readonly folder: string;
  readonly secrets: {
    readonly dsnPassword: string;
    readonly token: string;
    readonly awsSecret: string;
    readonly sessionToken: string;
    readonly wrongPassword: string;
  };
  /** `127.0.0.1:<port>` of the database. */
  readonly address: string;
}

export const works = (...args: readonly string[]): Attempt => ({ args, exitCode: 0 });
export const worksOnce = (...args: readonly string[]): Attempt => ({ ...works(...args), isOnce: true });
export const failsWith = (exitCode: number, args: readonly string[], env: Environment = {}): Attempt => ({
  args,
  exitCode,
  env,
});
