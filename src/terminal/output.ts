import type { ExitCode } from '../errors/definition.js';
import type { CommandIo } from './io.js';

/**
 * Writes the result of a command to stdout: one JSON document with --json, otherwise the text.
 * @param data keys may be added within `/v1`, never renamed or removed
 * @param exitCode for a command that did its work and has a finding; `ok` in the document is true only for 0
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
