import type { SmeCommand } from '../../cli/command.js';
import { prepareScripts } from '../../cli/script-session.js';
import { withoutTimeout } from '../../cli/wait-options.js';
import { makeError } from '../../errors/user-error.js';
import { type Row, readNumber, readText } from '../../exasol/rows.js';
import type { Session } from '../../exasol/session.js';
import { callScript } from '../../jobs/call-script.js';
import { omitMissing } from '../../jobs/flag-values.js';
import { names } from '../../scripts/names.js';
import { findEndpointRow, makeUnknownEndpointError } from '../../tables/endpoint-table.js';
import type { CommandIo } from '../../terminal/io.js';
import {
  describeUpdate,
  type EndpointRequest,
  type EndpointRequestFlags,
  requestEndpoint,
} from './request-endpoint.js';

interface EndpointRollbackFlags extends EndpointRequestFlags {
  readonly version?: string | undefined;
  readonly replaceFunction?: boolean | undefined;
}

/** `sme endpoint rollback NAME` */
export function addEndpointRollback(endpoint: SmeCommand): void {
  endpoint
    .command('rollback')
    .argument('<name>', 'endpoint name')
    .description('Serve the version that an endpoint served before its last update, without downtime (asks first)')
    .option('--version <n>', 'version to serve, as in "sme models"; default: the one served before')
    .option('--replace-function', 'accept a prediction function with other columns')
    .option('--dry-run', 'print the statement, change nothing')
    .option('--wait', 'wait until the endpoint serves the version (the default)')
    .option('--no-wait', 'return as soon as AWS has accepted the request')
    .option('--interval <time>', 'time between status checks; default 15s')
    .option('--timeout <time>', 'stop waiting after this time, such as 30m, and exit with 124; AWS continues')
    .confirmOptions()
    .connectionOptions()
    .examples('sme endpoint rollback churn', 'sme endpoint rollback churn --version 2 --yes')
    .runs(runEndpointRollback);
}

async function runEndpointRollback(name: string, flags: EndpointRollbackFlags, io: CommandIo): Promise<void> {
  const access = await prepareScripts(withoutTimeout(flags), io);
  const waiting = { ...flags, wait: flags.wait ?? true };
  await requestEndpoint(access, waiting, io, (session, schema) => makeRollback(session, schema, name, flags));
}

/** @throws UserError E-SME-241 for an unknown endpoint, E-SME-587 if it cannot be rolled back */
async function makeRollback(
  session: Session,
  schema: string,
  name: string,
  flags: EndpointRollbackFlags,
): Promise<EndpointRequest> {
  const row = await findEndpointRow(session, schema, name);
  if (row === undefined) {
    throw await makeUnknownEndpointError(session, schema, name);
  }
  const versions = await callScript(session, schema, names.listModels, []);
  const ofJob = (job: string | undefined): Row | undefined =>
    job === undefined ? undefined : versions.find((version) => readText(version['JOB_NAME']) === job);
  const model = readText(ofJob(row.job)?.['MODEL_NAME']);
  if (model === undefined) {
    throw makeError('E-SME-587.no_model', { endpoint: row.name, job: row.job });
  }
  const version = flags.version ?? readNumber(ofJob(row.previousJob)?.['VERSION']);
  if (version === undefined) {
    throw makeError('E-SME-587.no_previous', { endpoint: row.name, model });
  }
  const parameters = omitMissing({
    model_name: model,
    version,
    endpoint_name: row.name,
    replace_function: flags.replaceFunction,
  });
  return { parameters, question: describeUpdate(row, `version ${version} of the model ${model}`) };
}
