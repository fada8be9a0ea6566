import type { DocumentData, DocumentName } from '../documents/documents.js';
import type { ExitCode } from '../errors/definition.js';
import type { CommandIo } from './io.js';

/** A suggestion in the text of a result: what to run next. With --quiet, it is left out. */
export function formatHint({ isQuiet }: Pick<CommandIo, 'isQuiet'>, text: string): string {
  return isQuiet ? '' : `${text}\n`;
}

/**
 * Writes the result of a command to stdout: one JSON document with --json, otherwise the text. Name the document of the command, as in
 * `printResult<'jobs'>(…)`, so that its schema checks the data.
 * @param exitCode for a command that did its work and has a finding; `ok` in the document is true only for 0
 */
export function printResult<Name extends DocumentName = never>(
  io: CommandIo,
  data: DocumentData<NoInfer<Name>>,
  text: () => string,
  exitCode: 0 | ExitCode = 0,
): void {
  if (exitCode !== 0) {
    io.setExitCode(exitCode);
  }
  io.stdout.write(io.json ? formatDocument<Name>(io, data, exitCode) : text());
}

/** Formats a JSON document as one line. */
export function formatDocument<Name extends DocumentName = never>(
  { command, warnings }: Pick<CommandIo, 'command' | 'warnings'>,
  data: DocumentData<NoInfer<Name>>,
  exitCode: 0 | ExitCode = 0,
): string {
  const schema = `sme.${command.replaceAll(' ', '.')}/v1`;
  return `${JSON.stringify({ schema, command, ok: exitCode === 0, data, error: null, warnings })}\n`;
}
