import type { ExitCode } from '../errors/definition.js';
import type { CommandIo } from './io.js';
import { fitTable } from './table.js';

/**
 * Writes the result of a command: with --json one document on stdout, else the text.
 * @param data keys are only ever added within `/v1`
 * @param exitCode of a command that did its work and found something; `ok` in the document is true exactly for 0
 */
export function printResult(io: CommandIo, data: unknown, text: () => string, exitCode: 0 | ExitCode = 0): void {
  if (exitCode !== 0) {
    io.setExitCode(exitCode);
  }
  if (io.json) {
    const document = {
      schema: `sme.${io.command.replaceAll(' ', '.')}/v1`,
      command: io.command,
      ok: exitCode === 0,
      data,
      warnings: io.warnings,
    };
    io.stdout.write(`${JSON.stringify(document)}\n`);
  } else {
    io.stdout.write(text());
  }
}

/** Warns on stderr and, with --json, in the document. */
export function warn(io: CommandIo, text: string): void {
  io.warn(text);
}

/** Rows for people: columns as wide as their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  return fitTable(rows, { width: undefined });
}
