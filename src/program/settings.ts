import type { Command } from '@commander-js/extra-typings';
import { readShape } from '../completion/describe-command-tree.js';
import {
  addAwsOptions,
  addCommonOptions,
  addConfirmOptions,
  addConnectionOptions,
  addLoginOptions,
  listExamples,
  type StartCommand,
} from './options.js';

/** The commands around settings: what counts, and the profiles that hold them. */
export function addSettingsCommands(program: Command, start: StartCommand): void {
  const config = program.command('config').description('Show the settings that commands would use.');
  addAwsOptions(addConnectionOptions(config.command('show')))
    .description('Show every setting, secrets masked. Exits with 2 where one cannot be used.')
    .option('--origin', 'show where each value came from')
    .addHelpText('after', listExamples('sme config show --origin', 'sme config show --profile prod --json'))
    .action(async (flags) => (await import('../commands/config/show.js')).runConfigShow(flags, start(flags)));
  config.addHelpText('after', listExamples('sme config show', 'sme config show --origin'));

  const profile = program.command('profile').description('Keep settings under a name, in a file of your own.');
  profile.addHelpText('after', listExamples('sme profile add dev', 'sme status --profile dev --schema ML'));
  addAwsOptions(addLoginOptions(addFileOption(profile.command('add <name>'))))
    .description('Add a profile made of the flags; without any the one of a local Docker container.')
    .option('--default', 'use it where --profile names no other; the first one is so anyway')
    .addHelpText(
      'after',
      listExamples(
        'sme profile add local',
        'sme profile add prod --host db.example.com --user me --password-file ~/.exasol-password --schema ML --default',
      ),
    )
    .action(async (name, flags) =>
      (await import('../commands/profile/add.js')).runProfileAdd(name, flags, start(flags)),
    );

  addFileOption(profile.command('list'))
    .description("List the profiles, our own and exapump's; * marks the one used where none is named.")
    .addHelpText('after', listExamples('sme profile list', 'sme profile list --json'))
    .action(async (flags) => (await import('../commands/profile/list.js')).runProfileList(flags, start(flags)));

  addFileOption(profile.command('show <name>'))
    .description('Show what a profile says, secrets masked.')
    .addHelpText('after', listExamples('sme profile show prod', 'sme profile show prod --json'))
    .action(async (name, flags) =>
      (await import('../commands/profile/show.js')).runProfileShow(name, flags, start(flags)),
    );

  addConfirmOptions(addFileOption(profile.command('remove <name>')))
    .description('Remove a profile of our own file. Asks first.')
    .addHelpText('after', listExamples('sme profile remove old', 'sme profile remove old --yes'))
    .action(async (name, flags) =>
      (await import('../commands/profile/remove.js')).runProfileRemove(name, flags, start(flags)),
    );
}

/** The command that writes completion scripts; made of all others, which are there before it. */
export function addCompletionCommand(program: Command, start: StartCommand): void {
  addCommonOptions(program.command('completion <shell>'))
    .description('Print a completion script for bash, zsh or fish.')
    .addHelpText(
      'after',
      listExamples('source <(sme completion bash)', 'sme completion fish > ~/.config/fish/completions/sme.fish'),
    )
    .action(async (shell, flags) =>
      (await import('../commands/completion.js')).runCompletion(shell, readShape(program), start(flags)),
    );
}

function addFileOption<Args extends unknown[]>(command: Command<Args>) {
  return addCommonOptions(command).option('--config <file>', 'the settings file (SME_CONFIG)');
}
