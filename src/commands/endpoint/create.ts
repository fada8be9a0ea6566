import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../../cli/script-session.js';
import { readWaitTimes, type WaitFlags, type WaitTimes, withoutTimeout } from '../../cli/wait-options.js';
import { makeInterruption } from '../../errors/user-error.js';
import { type Row, readText } from '../../exasol/rows.js';
import type { Session } from '../../exasol/session.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import { type EndpointFlags, type EndpointParameters, makeEndpointParameters } from '../../jobs/endpoint-parameters.js';
import { findJob } from '../../jobs/find-job.js';
import { describeSecurity } from '../../jobs/security-parameters.js';
import { waitForEndpoint } from '../../jobs/wait-for-endpoint.js';
import { names } from '../../scripts/names.js';
import { toEndpointName } from '../../tables/aws-names.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatDuration, formatHardware } from '../../text/format-values.js';

interface EndpointCreateFlags extends ScriptFlags, EndpointFlags, ConfirmFlags, WaitFlags {
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** An endpoint that AWS is creating, or has created. */
interface RequestedEndpoint {
  readonly parameters: EndpointParameters;
  readonly row: Row;
}

/** `sme endpoint create JOB` */
export function addEndpointCreate(endpoint: SmeCommand): void {
  endpoint
    .command('create')
    .argument('<job>', 'job name, as in "sme jobs"')
    .description('Serve a trained model from an endpoint (billed by AWS until you delete it; asks first)')
    .option('--instance-type <type>', 'instance type, such as ml.m5.large')
    .option('--instance-count <n>', 'number of instances; default 1')
    .option('--serverless', 'scale to zero when idle; single-container models only')
    .option('--memory-mb <n>', 'with --serverless: 1024, 2048, … 6144; default 4096')
    .option('--max-concurrency <n>', 'with --serverless: maximum number of concurrent requests; default 10')
    .option('--ttl <time>', 'let "sme cleanup" delete the endpoint this long after its first creation, such as 8h')
    .option('--name <endpoint>', 'endpoint name; default: the job name')
    .option('--candidate <name>', 'candidate to serve; default: the best one')
    .option('--prediction-schema <name>', 'schema of the prediction function; default: the schema of the scripts')
    .option('--key-columns <list>', 'columns passed through to the result, such as ID or ID:DECIMAL(18,0)')
    .option(
      '--on-error <action>',
      '"fail" ends a query at a bad row (the default), "null" returns NULL and an error text',
    )
    .option('--max-errors <n>', 'with --on-error null: end a query with more bad rows per process; default 1000')
    .option('--view <name>', 'create a view in the prediction schema that predicts for the input of the training')
    .option('--view-sql <select>', 'with --view: predict for the rows of this SELECT instead')
    .option('--parallel-requests <n>', 'maximum number of concurrent requests per process of the prediction function')
    .repeatableOption('--tag <key=value>', 'tag of everything created in AWS, repeatable')
    .jobOptions()
    .option('--dry-run', 'print the statement, create nothing')
    .option('--wait', 'wait until the endpoint is in service')
    .option('--no-wait', 'return as soon as AWS has accepted the request (the default)')
    .option('--interval <time>', 'with --wait: time between status checks; default 15s')
    .option(
      '--timeout <time>',
      'with --wait: stop waiting after this time, such as 30m, and exit with 124; AWS continues',
    )
    .confirmOptions()
    .securityOptions('endpoint')
    .connectionOptions()
    .examples(
      'sme endpoint create churn-20261122213000 --instance-type ml.m5.large --key-columns ID --ttl 8h --wait',
      'sme endpoint create churn-20261122213000 --name churn --serverless --memory-mb 2048 --yes',
    )
    .runs(runEndpointCreate);
}

/** After an interruption, the same command continues. */
async function runEndpointCreate(job: string, flags: EndpointCreateFlags, io: CommandIo): Promise<void> {
  const times = readWaitTimes(flags);
  const access = await prepareScripts(withoutTimeout(flags), io);
  const requested = await access.open(
    names.createEndpoint,
    async (session, schema): Promise<RequestedEndpoint | undefined> => {
      const given = makeEndpointParameters(flags, await findJob(session, schema, job, access.place), access.security);
      const parameters = await addDefaultExpiry(session, schema, given, access.defaults.timeToLiveSeconds);
      const values = [JSON.stringify(parameters)];
      if (flags.dryRun === true) {
        const sql = writeCall(schema, names.createEndpoint, values);
        io.logger.info('Nothing is created. sme endpoint create would run:');
        printResult(io, { dry_run: true, parameters, sql }, () => `${sql};\n`);
        return undefined;
      }
      await confirm(io, flags, describeCreation(parameters, schema));
      io.logger.info('Requesting the endpoint from AWS …');
      const [row] = await callScript(session, schema, names.createEndpoint, values).catch((thrown: unknown) => {
        throw io.signal.aborted ? toInterruption(parameters) : thrown;
      });
      return row && { parameters, row };
    },
  );
  if (requested !== undefined) {
    const status =
      flags.wait === true ? await followEndpoint(requested, access, times, io) : requested.row['ENDPOINT_STATUS'];
    printEndpoint(requested, readText(status) ?? '?', io);
  }
}

/** Applies the time to live of the profile to a new endpoint. An endpoint of the table keeps its expiry, or none. */
async function addDefaultExpiry(
  session: Session,
  schema: string,
  parameters: EndpointParameters,
  seconds: number | undefined,
): Promise<EndpointParameters> {
  if (seconds === undefined || parameters['time_to_live_in_seconds'] !== undefined) {
    return parameters;
  }
  const { readEndpointRows } = await import('../../tables/endpoint-table.js');
  const rows = await readEndpointRows(session, schema);
  const name = chooseName(parameters);
  const isKnown = rows.some((row) => row.name === name && row.region === parameters['aws_region']);
  return isKnown ? parameters : { ...parameters, time_to_live_in_seconds: seconds };
}

/** Calls the same script until the endpoint is in service. `only_if_there` keeps it from creating a deleted endpoint again. */
async function followEndpoint(
  { parameters, row }: RequestedEndpoint,
  access: ScriptAccess,
  times: WaitTimes,
  io: CommandIo,
): Promise<string> {
  const statusRequest = JSON.stringify({ ...parameters, only_if_there: true });
  return await waitForEndpoint({
    ...times,
    signal: io.signal,
    logger: io.logger,
    name: String(row['ENDPOINT_NAME']),
    status: String(row['ENDPOINT_STATUS']),
    readStatus: async (signal) =>
      await access.open(
        names.createEndpoint,
        async (session, schema) => {
          const [current] = await callScript(session, schema, names.createEndpoint, [statusRequest]);
          return readText(current?.['ENDPOINT_STATUS']) ?? '?';
        },
        signal,
      ),
  });
}

function printEndpoint({ parameters, row }: RequestedEndpoint, status: string, io: CommandIo): void {
  const text = (column: string) => readText(row[column]);
  const name = text('ENDPOINT_NAME') ?? '';
  const expires = text('EXPIRES_AT_UTC');
  const data = {
    dry_run: false,
    endpoint_name: name,
    endpoint_status: status,
    prediction_udf: text('PREDICTION_UDF'),
    prediction_view: text('PREDICTION_VIEW') ?? null,
    predict_sql: text('PREDICT_SQL'),
    model_name: text('MODEL_NAME'),
    endpoint_config_name: text('ENDPOINT_CONFIG_NAME'),
    job_name: text('JOB_NAME'),
    candidate_name: text('CANDIDATE_NAME'),
    aws_region: parameters['aws_region'],
    expires_at: expires === undefined ? null : `${expires.replace(' ', 'T')}Z`,
  };
  printResult(io, data, () =>
    [
      `Endpoint  ${name}`,
      `Status    ${status}`,
      `Function  ${data.prediction_udf}`,
      `Model     ${data.candidate_name} of ${data.job_name}`,
      ...(data.expires_at === null ? [] : [`Expires   ${data.expires_at}; "sme cleanup" deletes it after that`]),
      ...(data.prediction_view === null ? [] : [`View      ${data.prediction_view}`]),
      ...(status === 'InService' ? [] : ['AWS needs a few minutes. To wait, run the same command with --wait.']),
      'Predict with:',
      // Not indented: a quoted name may contain a line break.
      `${data.predict_sql};`,
      '',
    ].join('\n'),
  );
}

function toInterruption(parameters: EndpointParameters): Error {
  const name = chooseName(parameters);
  return makeInterruption(
    `AWS may be creating the endpoint '${name}': check with "sme endpoint list". To continue, run the same command; to undo, run "sme endpoint delete ${name}".`,
  );
}

/** Describes in full sentences what will be created and what AWS bills. */
function describeCreation(parameters: EndpointParameters, schema: string): string {
  const text = (key: string) => (parameters[key] === undefined ? undefined : String(parameters[key]));
  const isServerless = parameters['serverless'] !== undefined;
  const [count, seconds] = [Number(text('instance_count') ?? 1), Number(text('time_to_live_in_seconds'))];
  const memory = readMemory(parameters['serverless']);
  const hosting = isServerless
    ? 'serverless'
    : formatHardware({
        instanceType: text('instance_type'),
        instanceCount: count,
        memoryMb: undefined,
        maxConcurrency: undefined,
      });
  const model = text('candidate_name') ?? 'the best candidate';
  return [
    `The endpoint ${chooseName(parameters)} (${hosting}) will be created in ${text('aws_region')}. It serves ${model} of the job ${text('job_name')}. A function in schema ${text('prediction_schema') ?? schema} predicts with it.`,
    ...describeSecurity(parameters),
    isServerless
      ? `AWS bills the compute time of each request, by memory (${memory} MB), and the data that it sends and returns; nothing while it is idle.`
      : `AWS bills ${hosting} by the hour until it is deleted, even when it is idle.`,
    Number.isNaN(seconds)
      ? 'It does not expire; set an expiry with --ttl.'
      : `It expires ${formatDuration(seconds)} after its first creation; the next "sme cleanup" then deletes it.`,
  ].join('\n');
}

/** The script has the same default. */
function readMemory(serverless: unknown): string {
  const given = typeof serverless === 'object' && serverless !== null && 'memory_mb' in serverless;
  return String(given ? serverless.memory_mb : 4096);
}

function chooseName(parameters: EndpointParameters): string {
  const { endpoint_name: given, job_name: job } = parameters;
  return given === undefined ? String(job).toLowerCase() : toEndpointName(String(given));
}
