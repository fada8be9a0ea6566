/** What the commands share that create or update an endpoint: the question, the call, the wait and the output. */
import type { ScriptAccess, ScriptFlags } from '../../cli/script-session.js';
import { readWaitTimes, type WaitFlags, type WaitTimes } from '../../cli/wait-options.js';
import { makeInterruption } from '../../errors/user-error.js';
import { type Row, readNumber, readText } from '../../exasol/rows.js';
import type { Session } from '../../exasol/session.js';
import { callScript, writeCall } from '../../jobs/call-script.js';
import type { EndpointParameters } from '../../jobs/endpoint-parameters.js';
import { waitForEndpoint } from '../../jobs/wait-for-endpoint.js';
import { names } from '../../scripts/names.js';
import { toEndpointName } from '../../tables/aws-names.js';
import { type EndpointRow, findEndpointRow } from '../../tables/endpoint-table.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { toMoment } from '../../terminal/json-row.js';
import { printResult } from '../../terminal/output.js';
import { withProgress } from '../../terminal/progress.js';
import { formatHardware } from '../../text/format-values.js';

export interface EndpointRequestFlags extends ScriptFlags, ConfirmFlags, WaitFlags {
  readonly dryRun?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** What a command wants, and the text that it asks the user to confirm. */
export interface EndpointRequest {
  readonly parameters: EndpointParameters;
  readonly question: string;
}

/** An endpoint that AWS is creating or updating, or has created or updated. */
interface RequestedEndpoint {
  readonly parameters: EndpointParameters;
  readonly row: Row;
  readonly region: string | undefined;
}

/**
 * Asks, calls the script and prints its answer. With `--wait`, waits for AWS in between.
 * @param prepare finds out in the session what to request
 */
export async function requestEndpoint(
  access: ScriptAccess,
  flags: EndpointRequestFlags,
  io: CommandIo,
  prepare: (session: Session, schema: string) => Promise<EndpointRequest>,
): Promise<void> {
  const times = readWaitTimes(flags);
  const requested = await access.open(
    names.createEndpoint,
    async (session, schema): Promise<RequestedEndpoint | undefined> => {
      const { parameters, question } = await prepare(session, schema);
      const values = [JSON.stringify(parameters)];
      if (flags.dryRun === true) {
        const sql = writeCall(schema, names.createEndpoint, values);
        io.logger.info('Nothing is changed. This command would run:');
        printResult<'endpoint.create'>(io, { dry_run: true, parameters, sql }, () => `${sql};\n`);
        return undefined;
      }
      await confirm(io, flags, question);
      const [row] = await withProgress(io, 'Requesting the endpoint from AWS', () =>
        callScript(session, schema, names.createEndpoint, values),
      ).catch(async (thrown: unknown) => {
        const { endpointFlagNames, nameFlagsInError } = await import('../../jobs/name-flags.js');
        throw io.signal.aborted ? toInterruption(parameters) : nameFlagsInError(thrown, endpointFlagNames);
      });
      if (row === undefined) {
        return undefined;
      }
      const region = readText(parameters['aws_region'] as string | undefined);
      const stored = region ?? (await findEndpointRow(session, schema, String(row['ENDPOINT_NAME'])))?.region;
      return { parameters, row, region: stored };
    },
  );
  if (requested !== undefined) {
    const status =
      flags.wait === true ? await followEndpoint(requested, access, times, io) : requested.row['ENDPOINT_STATUS'];
    printEndpoint(requested, readText(status) ?? '?', io);
  }
}

/**
 * Calls the same script until the endpoint is in service. `only_if_there` keeps it from creating a deleted endpoint again. The version is
 * that of the first answer, because a better one may complete meanwhile.
 */
async function followEndpoint(
  { parameters, row }: RequestedEndpoint,
  access: ScriptAccess,
  times: WaitTimes,
  io: CommandIo,
): Promise<string> {
  const { only_if_better: _decided, ...others } = parameters;
  const version = readNumber(row['VERSION']);
  const statusRequest = JSON.stringify({
    ...others,
    ...(version === undefined ? {} : { version }),
    only_if_there: true,
  });
  return await waitForEndpoint({
    ...times,
    signal: io.signal,
    logger: io.logger,
    progress: io.progress,
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

function printEndpoint({ parameters, row, region }: RequestedEndpoint, status: string, io: CommandIo): void {
  const text = (column: string) => readText(row[column]);
  const name = text('ENDPOINT_NAME') ?? '';
  const version = readNumber(row['VERSION']);
  const model = readText(parameters['model_name'] as string | undefined);
  const data = {
    dry_run: false as const,
    endpoint_name: name,
    endpoint_status: status,
    prediction_udf: text('PREDICTION_UDF') ?? null,
    prediction_view: text('PREDICTION_VIEW') ?? null,
    predict_sql: text('PREDICT_SQL') ?? null,
    model_name: text('MODEL_NAME') ?? null,
    endpoint_config_name: text('ENDPOINT_CONFIG_NAME') ?? null,
    job_name: text('JOB_NAME') ?? null,
    version: version ?? null,
    candidate_name: text('CANDIDATE_NAME') ?? null,
    aws_region: region ?? null,
    expires_at: toMoment(row['EXPIRES_AT_UTC']),
    remark: text('REMARK') ?? null,
  };
  const repeated = version === undefined ? 'the same command' : `"${writeVersionCommand(name, model, version)}"`;
  printResult<'endpoint.create'>(io, data, () =>
    [
      `Endpoint  ${name}`,
      `Status    ${status}`,
      `Function  ${data.prediction_udf}`,
      `Model     ${data.candidate_name} of ${data.job_name}`,
      ...(version === undefined ? [] : [`Version   ${version} of ${model}`]),
      ...(data.expires_at === null ? [] : [`Expires   ${data.expires_at}; "sme cleanup" deletes it after that`]),
      ...(data.prediction_view === null ? [] : [`View      ${data.prediction_view}`]),
      ...(data.remark === null ? [] : [`Remark    ${data.remark}`]),
      ...(status === 'InService' ? [] : [`AWS needs a few minutes. To wait, run ${repeated} with --wait.`]),
      'Predict with:',
      // Not indented: a quoted name may contain a line break.
      `${data.predict_sql};`,
      '',
    ].join('\n'),
  );
}

/** The command that requests exactly this version, also after a rollback, which would undo itself if it ran twice. */
function writeVersionCommand(name: string, model: string | undefined, version: number): string {
  const nameFlag = name === model?.toLowerCase() ? '' : ` --name ${name}`;
  return `sme endpoint create --model ${model} --version ${version}${nameFlag}`;
}

function toInterruption(parameters: EndpointParameters): Error {
  const name = chooseEndpointName(parameters);
  return makeInterruption(
    parameters['model_name'] === undefined
      ? `AWS may be creating the endpoint '${name}': check with "sme endpoint list". To continue, run the same command; to undo, run "sme endpoint delete ${name}".`
      : `AWS may be changing the endpoint '${name}': check with "sme endpoint list" and "sme models". To continue, run "sme endpoint create --model" with the version that you want.`,
  );
}

/** Describes in full sentences what an update changes and what AWS bills. @param target such as "version 2 of the model churn" */
export function describeUpdate(row: EndpointRow, target: string): string {
  return [
    `The endpoint ${row.name} (${formatHardware(row)}) in ${row.region} serves the job ${row.job}. It will be updated to ${target}.`,
    'Predictions continue meanwhile: AWS starts the new instances before it stops the old ones, and bills both until then.',
  ].join('\n');
}

export function chooseEndpointName({
  endpoint_name: given,
  job_name: job,
  model_name: model,
}: EndpointParameters): string {
  return given === undefined ? String(job ?? model).toLowerCase() : toEndpointName(String(given));
}
