import { ExasolError } from '../types/exasol-error.js';

export interface ScriptOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The body with empty lines instead of option lines, which keeps the line numbers. */
  readonly code: string;
}

/**
 * Reads the option lines of a UDF body: lines of the form `%env NAME=VALUE;`. Only whitespace may precede `%env`, so `# %env` is a
 * comment.
 * @throws ExasolError if an option line does not have this form
 */
export function readOptionLines(body: string): ScriptOptions {
  const env: Record<string, string> = {};
  const lines = body.split('\n').map((line) => {
    if (!/^\s*%env\b/.test(line)) return line;
    const option = /^\s*%env\s+([^=\s;]+)\s*=\s*([^;]*);\s*$/.exec(line);
    const [, name, value] = option ?? [];
    if (name === undefined || value === undefined) {
      throw new ExasolError('22002', `VM error: Error while parsing %env option line: ${line.trim()}`);
    }
    env[name] = value.trim();
    return '';
  });
  return { env, code: lines.join('\n') };
}

/** Checks the option lines of a UDF body as CREATE SCRIPT does. */
export function validateOptionLines(body: string): void {
  readOptionLines(body);
}
