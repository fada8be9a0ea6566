import type { Command } from '@commander-js/extra-typings';
import { addConfirmOptions, addConnectionOptions, listExamples, type StartCommand } from './options.js';

/** The commands that look at AWS and at what leads there. The AWS SDK is loaded by those that call AWS from this machine. */
export function addAwsCommands(program: Command, start: StartCommand): void {
  const connection = program
    .command('connection')
    .description('Make and test the CONNECTION through which Exasol calls AWS.')
    .addHelpText(
      'after',
      listExamples('sme connection create AWS --bucket my-bucket --region eu-central-1', 'sme connection test AWS'),
    );

  addConfirmOptions(addConnectionOptions(connection.command('create')))
    .argument('[name]', 'name of the connection; in double quotes exactly so (SME_CONNECTION)')
    .description('Put AWS keys into a CONNECTION: made where it is missing, else altered, so that its grants stay.')
    .option('--bucket <name>', 'bucket that the data goes to (SME_BUCKET)')
    .option('--region <region>', 'AWS Region of the bucket and of the jobs (AWS_REGION)')
    .option('--aws-profile <name>', 'profile of the AWS CLI whose keys to take (AWS_PROFILE)')
    .option('--sse-type <type>', 'encryption of uploads: none, AES256 or aws:kms; by default as the connection has it')
    .option('--sse-kms-key-id <key>', 'key of AWS KMS, with --sse-type aws:kms')
    .option('--dry-run', 'print the SQL without the secret, change nothing')
    .addHelpText(
      'after',
      listExamples(
        'sme connection create AWS --bucket my-bucket --region eu-central-1 --aws-profile training',
        'sme connection create AWS --dry-run',
      ),
    )
    .action(async (name, flags) =>
      (await import('../commands/connection/create.js')).runConnectionCreate(name, flags, start(flags)),
    );

  addConnectionOptions(connection.command('test'))
    .argument('[name]', 'name of the connection (SME_CONNECTION)')
    .description('Try a CONNECTION from inside the database, and its bucket from this machine.')
    .option('--region <region>', 'AWS Region; that of the address where none is given (AWS_REGION)')
    .option('--aws-profile <name>', 'profile of the AWS CLI, for the look from this machine (AWS_PROFILE)')
    .option('--endpoint-url <url>', 'call AWS there, from this machine (AWS_ENDPOINT_URL)')
    .addHelpText('after', listExamples('sme connection test AWS', 'sme connection test AWS --json'))
    .action(async (name, flags) =>
      (await import('../commands/connection/test.js')).runConnectionTest(name, flags, start(flags)),
    );

  addConnectionOptions(program.command('doctor'))
    .description('Check everything that has to be right, from this machine to AWS; exit with 3 where something is not.')
    .option('--only <checks>', 'only these, with commas between them')
    .option('--connection <name>', 'CONNECTION with the AWS keys (SME_CONNECTION)')
    .option('--region <region>', 'AWS Region of the jobs (AWS_REGION)')
    .option('--bucket <name>', 'bucket that the data goes to (SME_BUCKET)')
    .option('--role-arn <arn>', 'role that SageMaker assumes (SME_ROLE_ARN)')
    .option('--output-path <path>', 'path in the bucket (SME_OUTPUT_PATH)')
    .option('--probe-write', 'also put a small object into the bucket, read it and delete it')
    .addHelpText(
      'after',
      listExamples(
        'sme doctor --connection AWS',
        'sme doctor --only database,tls,login --json',
        'sme doctor --connection AWS --only bucket-write --probe-write',
      ),
    )
    .action(async (flags) => (await import('../commands/doctor.js')).runDoctor(flags, start(flags)));
}
