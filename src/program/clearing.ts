import type { Command } from '@commander-js/extra-typings';
import { addConfirmOptions, addConnectionOptions, listExamples, type StartCommand } from './options.js';

/** The command that clears away what is left in AWS. */
export function addClearingCommands(program: Command, start: StartCommand): void {
  const command: Command = program.command('gc');
  addConnectionOptions(command);
  addConfirmOptions(command);
  command.option('--only <kinds>', 'only these of data, endpoints, models, with commas between them');
  command.option('--older-than <age>', 'only what is older, as in 12h or 7d');
  command.option('--dry-run', 'list it, delete nothing, whatever else is given');
  command.option(
    '--region <region>',
    'only this AWS Region, instead of those of the tables (AWS_REGION is looked at, too)',
  );
  command.option('--aws-profile <name>', 'profile of the AWS CLI whose keys to take (AWS_PROFILE)');
  command.option('--endpoint-url <url>', 'call AWS there (AWS_ENDPOINT_URL)');
  command
    .description(
      'Find what this schema left in AWS and nobody needs: training data of ended jobs and dead sessions, endpoints past their time, ' +
        'models and configurations without endpoint. Lists it; deletes it after a question.',
    )
    .addHelpText('after', listExamples('sme gc', 'sme gc --only data --older-than 7d --yes'))
    .action(async (flags) => (await import('../commands/cleanup.js')).runGc(flags, start(flags)));
}
