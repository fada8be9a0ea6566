import { ExasolError } from '../types/exasol-error.js';

export interface ScriptOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The body with its option lines blanked, so that line numbers stay. */
  readonly code: string;
}

/**
 * Reads the `%env NAME=VALUE;` lines of a UDF body.
 * An option line starts at the very beginning of a line; `# %env` is a comment, and `%env` after code is left to Python.
 * @throws ExasolError where an option line is not `%env NAME=VALUE;`
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
