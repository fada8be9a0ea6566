import type { Command } from '@commander-js/extra-typings';
import { addConfirmOptions, addConnectionOptions, addValue, listExamples, type StartCommand } from './options.js';

/** `sme endpoint create|list|delete`. */
export function addEndpointCommands(program: Command, start: StartCommand): void {
  const endpoint = program
    .command('endpoint')
    .description('Make, list and delete endpoints, which serve trained models, with their prediction functions.')
    .addHelpText(
      'after',
      listExamples(
        'sme endpoint create churn-20261122213000 --instance-type ml.m5.large --ttl 8h --wait',
        'sme endpoint list',
      ),
    );
  addCreate(endpoint, start);
  addList(endpoint, start);
  addDelete(endpoint, start);
}

/** Flags of an endpoint, in the order in which its help lists them. As data: the types of so long a chain of calls take minutes to check. */
const createOptions: readonly (readonly [flag: string, description: string])[] = [
  ['--instance-type <type>', 'what it runs on, such as ml.m5.large'],
  ['--instance-count <n>', 'on so many of them, 1 by default'],
  ['--serverless', 'runs on nothing until it is asked; for models of one container'],
  ['--memory-mb <n>', 'with --serverless: 1024, 2048, … 6144; 4096 by default'],
  ['--max-concurrency <n>', 'with --serverless: so many requests at once, 10 by default'],
  ['--ttl <time>', 'it expires so long after its first creation, as in 8h; "sme gc" deletes it then'],
  ['--name <endpoint>', "name of the endpoint; the job's where not given"],
  ['--candidate <name>', 'serve this candidate; the best one where not given'],
  ['--prediction-schema <name>', 'schema of the prediction function; that of the scripts where not given'],
  ['--key-columns <list>', 'columns that pass through, unseen by the model, as in ID or ID:DECIMAL(18,0)'],
  ['--parallel-requests <n>', 'so many requests at once from each process of the prediction function'],
  ['--connection <name>', 'CONNECTION with the AWS keys, instead of the one in the job table'],
  ['--region <region>', 'AWS Region, instead of the one in the job table'],
  ['--dry-run', 'print the statement, create nothing'],
  ['--wait', 'follow it until it is in service'],
  ['--no-wait', 'come back as soon as AWS was asked (the default)'],
  ['--interval <time>', 'with --wait: pause between two looks, 15s by default'],
];

function addCreate(endpoint: Command, start: StartCommand): void {
  const command = addFlags(endpoint.command('create')).argument('<job>', 'name of the job; "sme jobs" lists them');
  for (const option of command.options) {
    if (option.long === '--timeout') {
      option.description = 'with --wait: how long, as in 30m; exits with 124 then, and AWS goes on';
    }
  }
  addConfirmOptions(command);
  for (const [flag, description] of createOptions) {
    command.option(flag, description);
  }
  command.option('--tag <key=value>', 'tag of all that is made in AWS, repeatable', addValue);
  command
    .description('Put a trained model behind an endpoint, after a question, for AWS charges until it is deleted.')
    .addHelpText(
      'after',
      listExamples(
        'sme endpoint create churn-20261122213000 --instance-type ml.m5.large --key-columns ID --ttl 8h --wait',
        'sme endpoint create churn-20261122213000 --name churn --serverless --memory-mb 2048 --yes',
      ),
    )
    .action(async (job, flags) =>
      (await import('../commands/endpoint/create.js')).runEndpointCreate(job, flags, start(flags)),
    );
}

function addList(endpoint: Command, start: StartCommand): void {
  const command = addFlags(endpoint.command('list'));
  command.option('--region <region>', 'only this AWS Region (AWS_REGION adds one to those of the table)');
  command.option('--aws-profile <name>', 'profile of the AWS CLI whose keys to ask with (AWS_PROFILE)');
  command.option('--endpoint-url <url>', "instead of AWS's own endpoints (AWS_ENDPOINT_URL)");
  command
    .description('List all endpoints as AWS sees them now, also those that the table has lost.')
    .addHelpText(
      'after',
      listExamples(
        'sme endpoint list',
        "sme endpoint list --json | jq -r '.data.endpoints[] | select(.is_expired) | .endpoint_name'",
      ),
    )
    .action(async (flags) => (await import('../commands/endpoint/list.js')).runEndpointList(flags, start(flags)));
}

function addDelete(endpoint: Command, start: StartCommand): void {
  const command = addFlags(endpoint.command('delete')).argument('<name>', 'name of the endpoint');
  addConfirmOptions(command);
  command.option('--connection <name>', 'CONNECTION with the AWS keys, for an endpoint that is not in the table');
  command.option('--region <region>', 'its AWS Region, for an endpoint that is not in the table');
  command.option('--dry-run', 'print the statement, delete nothing');
  command
    .description('Delete an endpoint with its configuration, model and prediction function, after a question.')
    .addHelpText(
      'after',
      listExamples(
        'sme endpoint delete churn',
        'sme endpoint delete lost --connection AWS --region eu-central-1 --yes',
      ),
    )
    .action(async (name, flags) =>
      (await import('../commands/endpoint/delete.js')).runEndpointDelete(name, flags, start(flags)),
    );
}

/** The flags of a connection. The command comes back as it was typed before: types that know every flag take minutes to check. */
function addFlags(command: Command): Command {
  addConnectionOptions(command);
  return command;
}
