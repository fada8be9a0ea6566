import type { CommanderError, CommandUnknownOpts } from '@commander-js/extra-typings';
import { makeError, type UserError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';

/** Wrong usage, as commander words it. @param words of the command, as in `profile add`; `sme` for none */
export function explainUsageError(thrown: CommanderError, words: string, program: CommandUnknownOpts): UserError {
  const message = explainAssignment(thrown.message.replace(/^error: /, ''), words, program);
  return makeError('E-SME-2', { message, command: words === 'sme' ? '' : `${words} ` });
}

/** In `--passwd=secret` what stands behind the `=` must not be shown; and to commander no flag is near to all of it. */
function explainAssignment(message: string, words: string, program: CommandUnknownOpts): string {
  const flag = /^unknown option '(--[\w-]+)=/.exec(message)?.[1];
  return flag === undefined
    ? message.replaceAll(/'([^']*)'/g, (_quoted, value: string) => `'${quoteValue(value)}'`)
    : `unknown option '${flag}'${suggestNearest(flag, listFlags(words, program))}`;
}

function listFlags(words: string, program: CommandUnknownOpts): readonly string[] {
  const command = words
    .split(' ')
    .reduce<CommandUnknownOpts>(
      (found, word) => found.commands.find((child) => child.name() === word) ?? found,
      program,
    );
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
}
