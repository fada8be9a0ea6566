import type { Command, CommanderError } from 'commander';
import { makeError, type UserError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';

/**
 * Converts a usage error of commander to one of sme.
 * @param commandPath such as `profile add`; `sme` if no command was given
 */
export function toUsageError(thrown: CommanderError, commandPath: string, program: Command): UserError {
  const message = describeUsageError(thrown.message.replace(/^error: /, ''), commandPath, program);
  return makeError('E-SME-2', { message, command: commandPath === 'sme' ? '' : `${commandPath} ` });
}

/** In `--passwd=secret`, commander quotes the secret and finds no similar option, so sme names only the option. */
function describeUsageError(message: string, commandPath: string, program: Command): string {
  const flag = /^unknown option '(--[\w-]+)=/.exec(message)?.[1];
  return flag === undefined
    ? message.replaceAll(/'([^']*)'/g, (_quoted, value: string) => `'${quoteValue(value)}'`)
    : `unknown option '${flag}'${suggestNearest(flag, listFlags(commandPath, program))}`;
}

function listFlags(commandPath: string, program: Command): readonly string[] {
  const command = commandPath
    .split(' ')
    .reduce(
      (parent, word) => parent.commands.find((child) => child.name() === word || child.alias() === word) ?? parent,
      program,
    );
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
}
