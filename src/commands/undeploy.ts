import { type BilledEndpoint, readBilledEndpoints, type UntrackedEndpoint } from '../cleanup/billed-endpoints.js';
import { readOwnTags } from '../cleanup/ownership.js';
import { openSession } from '../cli/script-session.js';
import { removeInSession } from '../deploy/deploy.js';
import { describePlan, describeSteps } from '../deploy/describe-plan.js';
import { isUpToDate } from '../deploy/plan.js';
import { planRemovalFromDatabase } from '../deploy/plan-from-database.js';
import { writePlanAsSql } from '../deploy/sql-text.js';
import { makeError } from '../errors/user-error.js';
import { assertScriptsVisible } from '../exasol/find-schema.js';
import type { Session } from '../exasol/session.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { readEndpointRows } from '../tables/endpoint-table.js';
import { ask, type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { formatTable, printResult } from '../terminal/output.js';
import { loadAwsSettings } from './aws-settings.js';
import type { ConnectionFlags } from './options.js';

/** Flags that decide about the endpoints before their scripts go. */
interface EndpointDecision extends ConfirmFlags {
  readonly deleteEndpoints?: boolean | undefined;
  readonly keepEndpoints?: boolean | undefined;
}

export interface UndeployFlags extends ConnectionFlags, EndpointDecision {
  readonly dropMetadata?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

const whatIsLost = 'The tables go with all that they know about jobs and endpoints. What is in AWS stays there.';

/** `sme undeploy`: drop what deploy has installed and nothing else. Asks first, and lists endpoints that AWS may bill. */
export async function runUndeploy(flags: UndeployFlags, io: CommandIo): Promise<void> {
  const dropMetadata = flags.dropMetadata === true;
  const parts = ['connection', 'deployment', 'awsAccess', 'awsDefaults'] as const;
  const { connection, deployment: target, awsAccess, awsDefaults } = await loadAwsSettings(flags, parts, io);
  const work = async (session: Session) => {
    const preview = await planRemovalFromDatabase(session, target, dropMetadata);
    if (preview.installed.scripts.length === 0) {
      await assertScriptsVisible(session, preview.plan.schema);
    }
    if (flags.dryRun === true) {
      io.logger.info('Nothing is changed: this is what sme undeploy would run.');
      const sql = writePlanAsSql(preview.plan);
      printResult(io, { dry_run: true, changed: false, ...describePlan(preview.plan), sql }, () => sql);
      return;
    }
    const { schema } = preview.plan;
    const hasEndpoints = preview.installed.tables.has(names.endpointTable) && !isUpToDate(preview.plan);
    const search = hasEndpoints && {
      rows: await readEndpointRows(session, schema),
      own: await readOwnTags(session, schema),
      defaultRegion: awsDefaults.region,
    };
    // no lock is held while someone thinks
    await session.query('ROLLBACK');
    const { endpoints, untracked } = search
      ? await readBilledEndpoints(search, awsAccess, io)
      : { endpoints: [], untracked: [] };
    if (untracked.length > 0) {
      io.warn(formatUntracked(untracked));
    }
    const deletesEndpoints = await decideAboutEndpoints(endpoints, flags, io);
    if (!isUpToDate(preview.plan)) {
      const lost = dropMetadata ? `\n${whatIsLost}` : '';
      const billed = describeDecision(endpoints, deletesEndpoints);
      await confirm(io, flags, `${formatTable(describeSteps(preview.plan))}${lost}${billed}`);
    }
    for (const { row } of deletesEndpoints ? endpoints : []) {
      io.logger.info(`Deleting the endpoint ${row.name}; AWS takes a minute or two …`);
      await callScript(session, schema, names.deleteEndpoint, [row.name, row.connection, row.region]);
    }
    const plan = await removeInSession(session, { target, dropMetadata, logger: io.logger });
    const changed = !isUpToDate(plan);
    const described = [
      ...endpoints.map((endpoint) => describeEndpoint(endpoint, deletesEndpoints)),
      ...untracked.map(describeUntracked),
    ];
    printResult(io, { dry_run: false, changed, ...describePlan(plan), endpoints: described }, () =>
      changed
        ? `${formatTable(describeSteps(plan))}\nRemoved from schema ${plan.schema}.\n`
        : `Nothing to do: no script in schema ${plan.schema} carries the stamp of sme.\n`,
    );
  };
  await openSession(connection, io, work, { autocommit: false });
}

function describeDecision(endpoints: readonly BilledEndpoint[], deletesEndpoints: boolean): string {
  if (endpoints.length === 0) {
    return '';
  }
  const action = deletesEndpoints ? 'These endpoints are deleted first' : 'These endpoints stay in AWS and are billed';
  return `\n${action}:\n${formatEndpoints(endpoints)}`;
}

function describeEndpoint({ row, status, isAskedOfAws }: BilledEndpoint, isDeleted: boolean) {
  return {
    endpoint_name: row.name,
    aws_region: row.region,
    /** Before this run. */
    endpoint_status: status,
    status_source: isAskedOfAws ? 'aws' : 'table',
    in_table: true,
    deleted: isDeleted,
  };
}

function describeUntracked({ name, region, status }: UntrackedEndpoint) {
  return {
    ...{ endpoint_name: name, aws_region: region, endpoint_status: status },
    ...{ status_source: 'aws', in_table: false, deleted: false },
  };
}

/** What to know about endpoints that the table lacks; sme does not delete them here. */
function formatUntracked(endpoints: readonly UntrackedEndpoint[]): string {
  const list = endpoints.map(({ name, region, status }) => `- ${name} in ${region}: ${status} in AWS`).join('\n');
  return (
    'AWS has endpoints with the tags of this database and schema that the endpoint table does not list. They stay in AWS and are billed:\n' +
    `${list}\nIf they are yours, delete each with: sme endpoint delete NAME --connection CONNECTION --region REGION`
  );
}

/**
 * Whether to delete the endpoints first. On a terminal, sme asks where no flag decides.
 * @throws UserError E-SME-301 without a decision
 */
async function decideAboutEndpoints(
  endpoints: readonly BilledEndpoint[],
  flags: EndpointDecision,
  io: CommandIo,
): Promise<boolean> {
  const deletes = flags.deleteEndpoints === true;
  if (endpoints.length === 0 || deletes !== (flags.keepEndpoints === true)) {
    return deletes;
  }
  const list = formatEndpoints(endpoints);
  const isSure = flags.yes === true || flags.autoApprove === true;
  if (deletes || isSure || !io.interactive) {
    throw makeError('E-SME-301', { list });
  }
  return await ask(io, `AWS may bill these endpoints, and no script can delete them after undeploy:\n${list}`, {
    question: 'Delete these endpoints first?',
  });
}

function formatEndpoints(endpoints: readonly BilledEndpoint[]): string {
  return endpoints
    .map(({ row, status, isAskedOfAws }) => {
      const said = isAskedOfAws ? describeStatus(status) : `last known status ${status} (unverified)`;
      return `- ${row.name} in ${row.region}: ${said}`;
    })
    .join('\n');
}

/** The user's own keys may belong to another account than those of the connection, so a missing endpoint may still exist. */
const describeStatus = (status: string) =>
  status === 'missing' ? 'missing in AWS, or in another account than your keys' : `${status} in AWS`;
