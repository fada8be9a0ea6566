import type { Command, CommanderError } from 'commander';
import { makeError, type UserError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';

/** Turns a usage error of commander into one of sme. @param words of the command, such as `profile add`; `sme` if there is no command */
export function toUsageError(thrown: CommanderError, words: string, program: Command): UserError {
  const message = describeUsageError(thrown.message.replace(/^error: /, ''), words, program);
  return makeError('E-SME-2', { message, command: words === 'sme' ? '' : `${words} ` });
}

/** In `--passwd=secret`, commander quotes the secret and finds no similar option, so sme names only the option. */
function describeUsageError(message: string, words: string, program: Command): string {
  const flag = /^unknown option '(--[\w-]+)=/.exec(message)?.[1];
  return flag === undefined
    ? message.replaceAll(/'([^']*)'/g, (_quoted, value: string) => `'${quoteValue(value)}'`)
    : `unknown option '${flag}'${suggestNearest(flag, listFlags(words, program))}`;
}

function listFlags(words: string, program: Command): readonly string[] {
  const command = words
    .split(' ')
    .reduce(
      (found, word) => found.commands.find((child) => child.name() === word || child.alias() === word) ?? found,
      program,
    );
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
}
