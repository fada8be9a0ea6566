import { Command, Option } from 'commander';
import {
  describeSettingOption,
  listProfileOptions,
  listSettingOptions,
  type OptionDefinition,
} from '../config/setting-options.js';
import type { SettingGroup } from '../config/setting-row.js';
import type { SettingRowName } from '../config/settings-table.js';
import { type SecuredRequest, securityOptions } from '../scripts/facts.js';
import type { CommandIo } from '../terminal/io.js';

/** Options of every command. */
export interface CommonFlags {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly debug?: boolean | undefined;
  /** False with --no-input. */
  readonly input?: boolean | undefined;
  /** False with --no-color. */
  readonly color?: boolean | undefined;
}

/** Creates the io of a command from its options. */
export type StartCommand = (flags: CommonFlags) => CommandIo;

/** Headings in the help for each group of settings. */
const settingHeadings: Readonly<Record<SettingGroup, string>> = {
  source: 'Settings:',
  login: 'Exasol:',
  aws: 'AWS:',
  security: 'Security options:',
};

/**
 * A command of `sme`. A verb declares its own options first and then adds groups of settings; a group leaves out options that the verb
 * has declared itself, for example a `--timeout` of its own.
 */
export class SmeCommand extends Command {
  readonly #start: StartCommand;

  constructor(name: string | undefined, start: StartCommand) {
    super(name);
    this.#start = start;
  }

  override createCommand(name?: string): SmeCommand {
    return new SmeCommand(name, this.#start);
  }

  /** Adds the option of one setting, for a verb that needs only part of a group. @param help replaces the text of the settings table */
  settingOption(name: SettingRowName, help?: string): this {
    return this.#addSetting(describeSettingOption(name, help));
  }

  /** Adds the options of groups of settings, with their aliases. */
  settingOptions(...groups: readonly SettingGroup[]): this {
    for (const group of groups) {
      for (const definition of listSettingOptions(group)) {
        this.#addSetting(definition, settingHeadings[group]);
      }
    }
    return this;
  }

  /** Adds the options that only `sme profile add` has. */
  profileOptions(): this {
    for (const definition of listProfileOptions()) {
      this.#addSetting(definition, settingHeadings[definition.group]);
    }
    return this;
  }

  /** Adds the security options that AWS has for a kind of request. */
  securityOptions(request: SecuredRequest): this {
    const supported: readonly string[] = [...securityOptions[request], 'subnets', 'security_group_ids'];
    for (const definition of listSettingOptions('security', (key) =>
      supported.includes(key.replace('security.', '')),
    )) {
      this.#addSetting(definition, settingHeadings.security);
    }
    return this;
  }

  /** Adds the options of commands that connect to Exasol. */
  connectionOptions(): this {
    return this.settingOptions('login', 'source');
  }

  /** Adds the options of commands about one job, which is looked up in the job table. */
  jobOptions(): this {
    return this.option(
      '--connection <name>',
      'CONNECTION with the AWS keys, instead of the one in the job table',
    ).option('--region <region>', 'AWS Region, instead of the one in the job table');
  }

  /** Adds the options of commands that ask for confirmation. */
  confirmOptions(): this {
    return this.option('-y, --yes', 'do not ask for confirmation, also --auto-approve').addOption(
      new Option('--auto-approve').hideHelp(),
    );
  }

  /** Adds an option that can be given more than once. It has no default, because the help would print it. */
  repeatableOption(flags: string, help: string): this {
    return this.option(flags, help, (value: string, previous: readonly string[] = []) => [...previous, value]);
  }

  /** Ends the help with example calls. */
  examples(...lines: readonly string[]): this {
    return this.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`);
  }

  /** Adds the common options and sets what the command does. @param work receives the arguments, the options and the io */
  runs<Arguments extends readonly (string | undefined)[], Flags extends object>(
    work: (...parameters: [...values: Arguments, flags: Flags, io: CommandIo]) => Promise<void> | void,
  ): this {
    return this.#addCommonOptions().action(async (...received: unknown[]) => {
      // commander appends the options and the command to the arguments
      const [, command] = received.splice(-2) as [Flags, SmeCommand];
      // a group that runs itself, such as `sme sandbox`, takes the options that its verbs declare, too
      const flags = command.optsWithGlobals<Flags>();
      await work(...([...received, flags, this.#start(flags)] as unknown as [...Arguments, Flags, CommandIo]));
    });
  }

  #addCommonOptions(): this {
    return this.optionsGroup('Common options:')
      .option('--json', 'print one JSON document to stdout, even on failure')
      .option('-q, --quiet', 'print only the result, warnings and errors')
      .option('-v, --verbose', 'print more about progress')
      .option('--debug', 'print statements and stack traces (never secrets)')
      .option('--no-input', 'never prompt; fail if input is needed')
      .option('--no-color', 'print without colors (NO_COLOR; FORCE_COLOR keeps them in a pipe)');
  }

  #addSetting({ flags, help, isHidden }: OptionDefinition, heading?: string): this {
    const option = new Option(flags, help).hideHelp(isHidden);
    if (heading !== undefined) {
      option.helpGroup(heading);
    }
    const isDeclared = this.options.some(({ long }) => long === option.long);
    return isDeclared ? this : this.addOption(option);
  }
}
