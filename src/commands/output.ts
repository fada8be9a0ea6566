import type { CommandIo } from './io.js';

/**
 * Writes the result of a command that succeeded: with --json one document on stdout, else the text.
 * @param data keys are only ever added within `/v1`
 */
export function printResult(io: CommandIo, data: unknown, text: () => string): void {
  if (io.json) {
    const document = {
      schema: `sme.${io.command.replaceAll(' ', '.')}/v1`,
      command: io.command,
      ok: true,
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

/** Rows for people: columns as wide as their widest cell. The last column is not padded. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))))
    .map((row) => `${row.join('  ').trimEnd()}\n`)
    .join('');
}
