import { removeInSession } from '../deploy/deploy.js';
import { lookToRemove } from '../deploy/look.js';
import { isUpToDate } from '../deploy/plan.js';
import { describePlan, describeSteps } from '../deploy/report.js';
import { writePlanAsSql } from '../deploy/sql-text.js';
import { makeError } from '../errors/user-error.js';
import { callScript } from '../jobs/call-script.js';
import { type EndpointRow, readEndpointRows } from '../jobs/endpoint-rows.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from './confirm.js';
import type { CommandIo } from './io.js';
import { withDeploymentSession } from './open-session.js';
import type { ConnectionFlags } from './options.js';
import { formatTable, printResult } from './output.js';

export interface UndeployFlags extends ConnectionFlags, ConfirmFlags {
  readonly dropMetadata?: boolean | undefined;
  readonly deleteEndpoints?: boolean | undefined;
  readonly keepEndpoints?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

const whatIsLost = 'The tables go with all that they know about jobs and endpoints. What is in AWS stays there.';

/** `sme undeploy`: drop what deploy has installed and nothing else. Asks first, and lists endpoints that AWS may bill. */
export async function runUndeploy(flags: UndeployFlags, io: CommandIo): Promise<void> {
  const dropMetadata = flags.dropMetadata === true;
  await withDeploymentSession(flags, io, async (session, target) => {
    if (flags.dryRun === true) {
      const { plan } = await lookToRemove(session, target, dropMetadata);
      io.logger.info('Nothing is changed: this is what sme undeploy would run.');
      const data = { dry_run: true, changed: false, ...describePlan(plan), sql: writePlanAsSql(plan) };
      printResult(io, data, () => writePlanAsSql(plan));
      return;
    }
    const preview = await lookToRemove(session, target, dropMetadata);
    const { schema } = preview.plan;
    const hasTable = preview.installed.tables.has(names.endpointTable);
    const endpoints = hasTable ? await readEndpointRows(session, schema) : [];
    // no lock is held while someone thinks
    await session.query('ROLLBACK');
    if (!isUpToDate(preview.plan)) {
      const billed = describeEndpoints(endpoints, flags);
      const lost = dropMetadata ? `\n${whatIsLost}` : '';
      await confirm(io, flags, `${formatTable(describeSteps(preview.plan))}${lost}${billed}`);
      if (flags.deleteEndpoints === true) {
        for (const { name, connection, region } of endpoints) {
          io.logger.info(`Deleting the endpoint ${name}; AWS takes a minute or two …`);
          await callScript(session, schema, names.deleteEndpoint, [name, connection, region]);
        }
      }
    }
    const plan = await removeInSession(session, { target, dropMetadata, logger: io.logger });
    const changed = !isUpToDate(plan);
    printResult(io, { dry_run: false, changed, ...describePlan(plan) }, () =>
      changed
        ? `${formatTable(describeSteps(plan))}\nRemoved from schema ${plan.schema}.\n`
        : `Nothing to do: no script in schema ${plan.schema} carries the stamp of sme.\n`,
    );
  });
}

/** The endpoints of the table, which AWS bills until they are deleted. @throws UserError E-SME-301 without a decision about them */
function describeEndpoints(endpoints: readonly EndpointRow[], flags: UndeployFlags): string {
  if (endpoints.length === 0) {
    return '';
  }
  const list = endpoints
    .map(
      ({ name, region, status }) =>
        `- ${name} in ${region}, last known status ${status ?? 'not recorded'} (unverified)`,
    )
    .join('\n');
  if ((flags.deleteEndpoints === true) === (flags.keepEndpoints === true)) {
    throw makeError('E-SME-301', { list });
  }
  const action =
    flags.deleteEndpoints === true ? 'These endpoints are deleted first' : 'These endpoints stay in AWS and are billed';
  return `\n${action}:\n${list}`;
}
