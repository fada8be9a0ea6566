import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts } from '../../cli/script-session.js';
import { withoutTimeout } from '../../cli/wait-options.js';
import { makeError } from '../../errors/user-error.js';
import type { Session } from '../../exasol/session.js';
import { type BestVersion, findBestVersion } from '../../jobs/best-version.js';
import { type EndpointFlags, type EndpointParameters, makeEndpointParameters } from '../../jobs/endpoint-parameters.js';
import { findJob } from '../../jobs/find-job.js';
import { describeSecurity } from '../../jobs/security-parameters.js';
import { findEndpointRow } from '../../tables/endpoint-table.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatDuration, formatHardware } from '../../text/format-values.js';
import { chooseEndpointName, describeUpdate, type EndpointRequestFlags, requestEndpoint } from './request-endpoint.js';

interface EndpointCreateFlags extends EndpointFlags, EndpointRequestFlags {}

/** `sme endpoint create JOB`, `sme endpoint create --model NAME` */
export function addEndpointCreate(endpoint: SmeCommand): void {
  endpoint
    .command('create')
    .argument('[job]', 'job name, as in "sme jobs"; not with --model')
    .description('Serve a trained model from an endpoint (billed by AWS until you delete it; asks first)')
    .option('--model <name>', 'serve a version of this model; updates its endpoint without downtime')
    .option('--version <n>', 'with --model: version to serve, as in "sme models"; default: the best completed one')
    .option('--only-if-better', 'with --model: keep the served version if the other one is worse by its objective')
    .option('--replace-function', 'with --model: accept a prediction function with other columns')
    .option('--instance-type <type>', 'instance type, such as ml.m5.large')
    .option('--instance-count <n>', 'number of instances; default 1')
    .option('--serverless', 'scale to zero when idle; single-container models only')
    .option('--memory-mb <n>', 'with --serverless: 1024, 2048, … 6144; default 4096')
    .option('--max-concurrency <n>', 'with --serverless: maximum number of concurrent requests; default 10')
    .option('--ttl <time>', 'let "sme cleanup" delete the endpoint this long after its first creation, such as 8h')
    .option('--name <endpoint>', 'endpoint name; default: the job name or the model name')
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
      'sme endpoint create --model churn --version 2 --wait',
    )
    .runs(runEndpointCreate);
}

/** After an interruption, the same command continues. */
async function runEndpointCreate(job: string | undefined, flags: EndpointCreateFlags, io: CommandIo): Promise<void> {
  if ((job === undefined) === (flags.model === undefined)) {
    throw makeError('E-SME-588', {});
  }
  const access = await prepareScripts(withoutTimeout(flags), io);
  await requestEndpoint(access, flags, io, async (session, schema) => {
    const reference = job === undefined ? access.place : await findJob(session, schema, job, access.place);
    const given = makeEndpointParameters(flags, reference, access.security);
    const parameters = await addDefaultExpiry(session, schema, given, access.defaults.timeToLiveSeconds);
    const name = chooseEndpointName(parameters);
    const isAsked = flags.yes !== true && flags.dryRun !== true;
    const needsVersion = flags.model !== undefined && given['version'] === undefined && isAsked;
    const best = needsVersion ? await findBestVersion(session, schema, flags.model) : undefined;
    const chosen = best === undefined ? parameters : { ...parameters, version: best.version };
    const target = describeModel(parameters, best);
    const update =
      job === undefined ? await findUpdate(session, schema, name, chosen, { target, job: best?.job }) : undefined;
    return { parameters: chosen, question: update ?? describeCreation(chosen, schema, target) };
  });
}

/** What the endpoint will serve. */
function describeModel(parameters: EndpointParameters, best: BestVersion | undefined): string {
  const { model_name: model, version, candidate_name: candidate, job_name: job } = parameters;
  if (model === undefined) return `${String(candidate ?? 'the best candidate')} of the job ${String(job)}`;
  if (best !== undefined) {
    const metric = best.metric === undefined ? '' : ` (${best.metric})`;
    return `version ${best.version}${metric} of the model ${String(model)}, the best completed one`;
  }
  return `${version === undefined ? 'the best completed version' : `version ${String(version)}`} of the model ${String(model)}`;
}

/** Describes an update of the endpoint; undefined if the endpoint does not exist. */
async function findUpdate(
  session: Session,
  schema: string,
  name: string,
  parameters: EndpointParameters,
  { target, job }: { readonly target: string; readonly job: string | undefined },
): Promise<string | undefined> {
  const row = await findEndpointRow(session, schema, name);
  if (row === undefined) {
    return undefined;
  }
  if (row.job === job) {
    return `The endpoint ${row.name} (${formatHardware(row)}) in ${row.region} already serves ${target}. Only the settings that you give will change.`;
  }
  return describeUpdate(row, parameters['only_if_better'] === true ? `${target}, unless that is worse` : target);
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
  const name = chooseEndpointName(parameters);
  const { aws_region: region } = parameters;
  const isKnown = rows.some((row) => row.name === name && (region === undefined || row.region === region));
  return isKnown ? parameters : { ...parameters, time_to_live_in_seconds: seconds };
}

/** Describes in full sentences what will be created and what AWS bills. */
function describeCreation(parameters: EndpointParameters, schema: string, model: string): string {
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
  const region = text('aws_region') ?? 'the Region of its job';
  return [
    `The endpoint ${chooseEndpointName(parameters)} (${hosting}) will be created in ${region}. It serves ${model}. A function in schema ${text('prediction_schema') ?? schema} predicts with it.`,
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
