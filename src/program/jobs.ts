import type { Command } from '@commander-js/extra-typings';
import { addConfirmOptions, addConnectionOptions, addValue, listExamples, type StartCommand } from './options.js';

/** The commands that call the scripts: training and what comes after. Each loads its own part when it is called. */
export function addJobCommands(program: Command, start: StartCommand): void {
  addTrain(program, start);

  const watch = addJob(program.command('watch'));
  describeTimeout(watch);
  watch.option('--interval <time>', 'pause between two looks, 15s by default');
  watch
    .description('Follow a training to its end: phase, time, candidates, best metric. Ctrl-C leaves it running.')
    .addHelpText(
      'after',
      listExamples('sme watch churn-20261122213000', 'sme watch churn-20261122213000 --json --timeout 2h | jq .data'),
    )
    .action(async (job, flags) => (await import('../commands/watch.js')).runWatch(job, flags, start(flags)));

  addFlags(program.command('jobs'))
    .description('List all trainings of the job table: status, time, best metric, endpoint.')
    .addHelpText(
      'after',
      listExamples(
        'sme jobs',
        'sme jobs --json | jq -r \'.data.jobs[] | select(.job_status == "Failed") | .job_name\'',
      ),
    )
    .action(async (flags) => (await import('../commands/jobs.js')).runJobs(flags, start(flags)));

  addJob(program.command('candidates'))
    .description('List the models that a training has made, the best first, with their metrics.')
    .addHelpText(
      'after',
      listExamples(
        'sme candidates churn-20261122213000',
        "sme candidates churn-20261122213000 --json | jq '.data.candidates[0]'",
      ),
    )
    .action(async (job, flags) => (await import('../commands/candidates.js')).runCandidates(job, flags, start(flags)));

  addReport(program, start);

  const stop = addJob(program.command('stop'));
  addConfirmOptions(stop);
  stop
    .description('Stop a training, after a question.')
    .addHelpText('after', listExamples('sme stop churn-20261122213000', 'sme stop churn-20261122213000 --yes'))
    .action(async (job, flags) => (await import('../commands/stop.js')).runStop(job, flags, start(flags)));

  addPredict(program, start);
}

function addReport(program: Command, start: StartCommand): void {
  const command = addJob(program.command('report'));
  command.option('-o, --output <file>', 'write it there, - for stdout; <job>.html in this folder by default');
  command.option('--open', 'open it in the browser');
  command.option('--force', 'replace a file that is there');
  command
    .description(
      'Make one HTML file about a training: data, timeline, leaderboard, charts, endpoints. Needs no network.',
    )
    .addHelpText(
      'after',
      listExamples(
        'sme report churn-20261122213000 --open',
        "sme report churn-20261122213000 -o - | mail -s 'Churn model' -a 'Content-Type: text/html' team@example.com",
      ),
    )
    .action(async (job, flags) => (await import('../commands/report.js')).runReport(job, flags, start(flags)));
}

function addPredict(program: Command, start: StartCommand): void {
  const command = addFlags(program.command('predict'))
    .argument('<endpoint>', 'name of the endpoint')
    .argument('[table]', 'table or view with the columns that the model wants, as SCHEMA.TABLE');
  command.option('--sql <select>', 'predict for the rows of this SELECT instead of a table');
  command.option('--limit <n>', 'predict for so many rows');
  command.option('--parallel', 'on all nodes of the cluster; rows come in any order');
  command.option('-o, --output <format>', 'table, csv, or json (an object a line); --json prints a document a page');
  command.option('--dry-run', 'print the statement, run nothing');
  command
    .description('Predict with an endpoint: shows the SQL on stderr, runs it, prints the rows as they come.')
    .addHelpText(
      'after',
      listExamples(
        'sme predict churn SALES.CUSTOMERS --limit 10',
        "sme predict churn --sql 'SELECT * FROM SALES.CUSTOMERS WHERE AGE > 60' -o csv > predictions.csv",
      ),
    )
    .action(async (endpoint, table, flags) =>
      (await import('../commands/predict.js')).runPredict(endpoint, table, flags, start(flags)),
    );
}

/** The flags of a connection. The command comes back as it was typed before: types that know every flag take minutes to check. */
function addFlags(command: Command): Command {
  addConnectionOptions(command);
  return command;
}

/** A command about one job; its place is looked up in the job table. */
function addJob(command: Command): Command<[string]> {
  const withJob = addFlags(command).argument('<job>', 'name of the job; "sme jobs" lists them');
  withJob.option('--connection <name>', 'CONNECTION with the AWS keys, instead of the one in the job table');
  withJob.option('--region <region>', 'AWS Region, instead of the one in the job table');
  return withJob;
}

/** Commands that wait have their own meaning of --timeout; EXASOL_TIMEOUT still says how long connecting may take. */
function describeTimeout(command: { readonly options: readonly { readonly long?: string; description: string }[] }) {
  for (const option of command.options) {
    if (option.long === '--timeout') {
      option.description = 'how long to wait, as in 90m; exits with 124 then, and the job goes on';
    }
  }
}

/** Flags of a training, in the order in which its help lists them. As data: the types of so long a chain of calls take minutes to check. */
const trainOptions: readonly (readonly [flag: string, description: string])[] = [
  ['--target <column>', 'the column to predict'],
  ['--query <select>', 'learn from the rows of this SELECT instead of a table'],
  ['--columns <list>', 'learn from these columns only, as in AGE,PLAN'],
  ['--exclude-columns <list>', 'learn from all columns but these'],
  ['--model-name <name>', 'the job is called so, with the time behind it; from the table where not given'],
  ['--job-name <name>', 'the job is called exactly so'],
  ['--max-candidates <n>', 'try at most so many models'],
  ['--max-runtime <time>', 'the whole training takes at most so long, as in 2h'],
  ['--max-runtime-per-candidate <time>', 'one model takes at most so long'],
  ['--problem-type <type>', 'Regression, BinaryClassification or MulticlassClassification'],
  ['--objective <metric>', 'what to optimise, such as F1 or RMSE'],
  ['--mode <mode>', 'AUTO, ENSEMBLING or HYPERPARAMETER_TUNING'],
  ['--sample-weight-column <column>', 'a column with the weights of the rows'],
  ['--validation-fraction <share>', 'share of the rows that is held out for validation, as in 0.2'],
  ['--kms-key-id <id>', 'key that encrypts the results'],
  ['--connection <name>', 'CONNECTION with the AWS keys (SME_CONNECTION)'],
  ['--region <region>', 'AWS Region of job and bucket (AWS_REGION)'],
  ['--bucket <name>', 'S3 bucket of training data and models (SME_BUCKET)'],
  ['--output-path <path>', 'path in the bucket, "sme" by default (SME_OUTPUT_PATH)'],
  ['--role-arn <arn>', 'role that SageMaker works with (SME_ROLE_ARN)'],
  ['--file <json>', 'take parameters from this JSON file; flags win over it'],
  ['--dry-run', 'print the statement, start nothing'],
  ['--wait', 'follow the training to its end, as "sme watch" does'],
  ['--interval <time>', 'with --wait: pause between two looks, 15s by default'],
];

function addTrain(program: Command, start: StartCommand): void {
  const command = addFlags(program.command('train')).argument(
    '[table]',
    'table or view to learn from, as SCHEMA.TABLE; names in double quotes are meant exactly',
  );
  describeTimeout(command);
  addConfirmOptions(command);
  for (const [flag, description] of trainOptions) {
    command.option(flag, description);
  }
  command.option('--tag <key=value>', 'tag of the job, repeatable', addValue);
  command
    .description('Start a training on a table, after a question, for AWS charges for it.')
    .addHelpText(
      'after',
      listExamples(
        'sme train SALES.CUSTOMERS --target CHURNED --max-candidates 20 --max-runtime 1h',
        'sme train --file churn.json --yes --wait',
      ),
    )
    .action(async (table, flags) => (await import('../commands/train.js')).runTrain(table, flags, start(flags)));
}
