import { prepareScripts, type ScriptAccess, type ScriptFlags } from '../../cli/script-session.js';
import { readWatchTimes, type WatchFlags } from '../../cli/wait-options.js';
import { makeInterruption } from '../../errors/user-error.js';
import { type Row, readText } from '../../exasol/rows.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import { type EndpointFlags, type EndpointParameters, makeEndpointParameters } from '../../jobs/endpoint-parameters.js';
import { findJob } from '../../jobs/find-job.js';
import { waitForEndpoint } from '../../jobs/wait-for-endpoint.js';
import { names } from '../../scripts/names.js';
import { toEndpointName } from '../../tables/aws-names.js';
import { findPredictionFunction } from '../../tables/prediction-function.js';
import { writePredictionQuery } from '../../tables/prediction-statement.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { describeHosting, formatDuration } from '../../text/endpoint-text.js';

export interface EndpointCreateFlags extends ScriptFlags, EndpointFlags, ConfirmFlags, WatchFlags {
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** An endpoint that AWS was asked for. */
interface Made {
  readonly parameters: EndpointParameters;
  readonly row: Row;
  /** How to predict with it. */
  readonly sql: string;
}

/**
 * `sme endpoint create JOB`: asks, has the SQL script make the endpoint and its prediction function, and with --wait follows it until it
 * is in service. The same command again goes on where this one stopped.
 */
export async function runEndpointCreate(job: string, flags: EndpointCreateFlags, io: CommandIo): Promise<void> {
  const times = readWatchTimes(flags);
  const access = await prepareScripts({ ...flags, timeout: undefined }, io);
  const made = await access.open(names.createEndpoint, async (session, schema): Promise<Made | undefined> => {
    const parameters = makeEndpointParameters(flags, await findJob(session, schema, job, access.place));
    const values = [JSON.stringify(parameters)];
    if (flags.dryRun === true) {
      const sql = writeCall(schema, names.createEndpoint, values);
      io.logger.info('Nothing is created: this is what sme endpoint create would run.');
      printResult(io, { dry_run: true, parameters, sql }, () => `${sql};\n`);
      return undefined;
    }
    await confirm(io, flags, describeCreation(parameters, schema));
    io.logger.info('Asking AWS for the endpoint …');
    const [row] = await callScript(session, schema, names.createEndpoint, values).catch((thrown: unknown) => {
      throw io.signal.aborted ? explainInterruption(parameters) : thrown;
    });
    const predict = await findPredictionFunction(session, schema, readText(row?.['ENDPOINT_NAME']) ?? '');
    return row && { parameters, row, sql: writePredictionQuery(predict, predict.source) };
  });
  if (made !== undefined) {
    const status = flags.wait === true ? await followEndpoint(made, access, times, io) : made.row['ENDPOINT_STATUS'];
    printMade(made, readText(status) ?? '?', io);
  }
}

/** Asks the same script until the endpoint is in service; what someone else deletes meanwhile is not made anew. */
async function followEndpoint(
  { parameters, row }: Made,
  access: ScriptAccess,
  times: ReturnType<typeof readWatchTimes>,
  io: CommandIo,
): Promise<string> {
  const question = JSON.stringify({ ...parameters, only_if_there: true });
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
          const [answer] = await callScript(session, schema, names.createEndpoint, [question]);
          return readText(answer?.['ENDPOINT_STATUS']) ?? '?';
        },
        signal,
      ),
  });
}

function printMade({ parameters, row, sql }: Made, status: string, io: CommandIo): void {
  const text = (column: string) => readText(row[column]);
  const name = text('ENDPOINT_NAME') ?? '';
  const expires = text('EXPIRES_AT_UTC');
  const data = {
    dry_run: false,
    endpoint_name: name,
    endpoint_status: status,
    prediction_udf: text('PREDICTION_UDF'),
    predict_sql: sql,
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
      ...(data.expires_at === null ? [] : [`Expires   ${data.expires_at}; "sme gc" deletes it then`]),
      `Predict   ${sql};`,
      ...(status === 'InService' ? [] : ['It takes AWS some minutes. The same command with --wait follows it.']),
      '',
    ].join('\n'),
  );
}

function explainInterruption(parameters: EndpointParameters): Error {
  const name = chooseName(parameters);
  return makeInterruption(
    `The endpoint '${name}' may be on its way: "sme endpoint list" tells. The same command goes on; "sme endpoint delete ${name}" takes it back.`,
  );
}

/** What will happen, in whole sentences. */
function describeCreation(parameters: EndpointParameters, schema: string): string {
  const text = (key: string) => (parameters[key] === undefined ? undefined : String(parameters[key]));
  const serverless = parameters['serverless'] !== undefined;
  const [count, seconds] = [Number(text('instance_count') ?? 1), Number(text('time_to_live_in_seconds'))];
  const hosting = serverless
    ? 'serverless'
    : describeHosting({
        instanceType: text('instance_type'),
        instanceCount: count,
        memoryMb: undefined,
        maxConcurrency: undefined,
      });
  const model = text('candidate_name') ?? 'the best candidate';
  return [
    `An endpoint ${chooseName(parameters)} will be created in ${text('aws_region')} (${hosting}) that serves ${model} of job ${text('job_name')}, and a function in schema ${text('prediction_schema') ?? schema} that predicts with it.`,
    serverless
      ? 'AWS charges for what it computes.'
      : 'AWS charges for it by the hour until it is deleted, whether it is asked or not.',
    Number.isNaN(seconds)
      ? 'It stays until someone deletes it; --ttl gives it an end.'
      : `It expires ${formatDuration(seconds)} after its first creation: "sme gc" deletes it then, when someone runs it.`,
  ].join('\n');
}

function chooseName(parameters: EndpointParameters): string {
  const { endpoint_name: given, job_name: job } = parameters;
  return given === undefined ? String(job).toLowerCase() : toEndpointName(String(given));
}
