import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import type { AwsFlags } from '../commands/aws-settings.js';
import type { ConnectionFlags, SourceFlags } from '../commands/options.js';
import { listSettingOptions } from '../config/setting-options.js';
import type { SettingGroup } from '../config/settings-table.js';
import type { ConfirmFlags } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';

// Return types are written out where options are added to a command of any type: left to the compiler, each option doubles the type
// that `tsc` prints into a declaration, and a build does not end.
type LoginFlags = Omit<ConnectionFlags, keyof SourceFlags>;
type AwsOnlyFlags = Omit<AwsFlags, keyof ConnectionFlags>;

/** Flags that every command has. */
export interface CommonFlags {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly verbose?: true | undefined;
  readonly debug?: true | undefined;
  /** False with --no-input. */
  readonly input?: boolean | undefined;
  /** False with --no-color. */
  readonly color?: boolean | undefined;
}

/** Gives a command its io, once its flags are known. */
export type StartCommand = (flags: CommonFlags) => CommandIo;

/** Adds the flags that every command has. */
export function addCommonOptions<Args extends unknown[]>(command: Command<Args>) {
  return command
    .option('--json', 'print one JSON document on stdout, also on failure')
    .option('-q, --quiet', 'say nothing beside the result, warnings and errors')
    .option('-v, --verbose', 'say more')
    .option('--debug', 'say everything: statements, stacks (never a secret)')
    .option('--no-input', 'ask nothing; what would be asked for is an error')
    .option('--no-color', 'no colours (NO_COLOR; FORCE_COLOR has them also in a pipe)');
}

/** Adds the flags that say where settings come from, beside flags and environment. */
export function addSettingsOptions(command: Command) {
  return addSettingOptions(addCommonOptions(command), 'source');
}

/** Adds the flags of commands that connect to Exasol. The names in brackets are environment variables; flags win over them. */
export function addConnectionOptions(command: Command) {
  return addLoginOptions(addSettingsOptions(command));
}

/** Adds the flags that say where the database is and how to get in. */
export function addLoginOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & LoginFlags> {
  addSettingOptions(command, 'login');
  return command as Command<Args, Opts & LoginFlags>;
}

/** Adds the flags around AWS and training, for commands that take or show every setting. */
export function addAwsOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & AwsOnlyFlags> {
  addSettingOptions(command, 'aws');
  return command as Command<Args, Opts & AwsOnlyFlags>;
}

function addSettingOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
  group: SettingGroup,
): Command<Args, Opts> {
  for (const { flags, help, isHidden } of listSettingOptions(group)) {
    command.addOption(new Option(flags, help).hideHelp(isHidden));
  }
  return command;
}

/** Adds the flags of commands that ask before they act. */
export function addConfirmOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & ConfirmFlags> {
  command
    .option('-y, --yes', 'do it without asking, also --auto-approve')
    .addOption(new Option('--auto-approve').hideHelp());
  return command as Command<Args, Opts & ConfirmFlags>;
}

/** The end of a command's help. */
export function listExamples(...examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  $ ${example}\n`).join('')}`;
}

/** For options that can be given again and again. Without a default: the help would print it. */
export function addValue(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
