import type { BilledEndpoint, UntrackedEndpoint } from '../cleanup/billed-endpoints.js';
import type { SmeCommand } from '../cli/command.js';
import { loadCommandSettings } from '../cli/load-settings.js';
import { openSession } from '../cli/script-session.js';
import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { readEndpointRows } from '../tables/endpoint-table.js';
import { askYesNo, type ConfirmFlags, confirm, isConfirmed } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { formatTable } from '../terminal/table.js';

/** Options that decide what happens to the endpoints. After undeploy, there is no script that can delete them. */
interface EndpointDecision extends ConfirmFlags {
  readonly deleteEndpoints?: boolean | undefined;
  readonly keepEndpoints?: boolean | undefined;
}

interface UndeployFlags extends EndpointDecision {
  readonly dropMetadata?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

const settingParts = ['connection', 'deployment', 'awsAccess', 'awsDefaults'] as const;

const metadataLoss = 'The tables are dropped with all information about jobs and endpoints. Nothing is deleted in AWS.';

/** `sme undeploy` */
export function addUndeploy(program: SmeCommand): void {
  program
    .command('undeploy')
    .description('Remove what sme deploy installed, but keep the tables and the schema (asks first)')
    .option('--drop-metadata', 'also drop the tables of jobs and endpoints')
    .option('--delete-endpoints', 'first delete the endpoints of the endpoint table in AWS')
    .option('--keep-endpoints', 'keep the endpoints in AWS, which continues to bill them')
    .option('--dry-run', 'print the plan as SQL, change nothing')
    .confirmOptions()
    .connectionOptions()
    .examples(
      'sme undeploy --host localhost --user sys --schema ML --dry-run',
      'sme undeploy --host localhost --user sys --schema ML --drop-metadata --yes',
    )
    .runs(runUndeploy);
}

async function runUndeploy(flags: UndeployFlags, io: CommandIo): Promise<void> {
  const [
    { readBilledEndpoints },
    { readOwnTags },
    { removeInSession },
    { isUpToDate },
    { planRemovalFromDatabase },
    { describePlan, describeSteps },
    { writePlanAsSql },
    { assertScriptsVisible },
  ] = await Promise.all([
    import('../cleanup/billed-endpoints.js'),
    import('../cleanup/ownership.js'),
    import('../deploy/deploy.js'),
    import('../deploy/plan.js'),
    import('../deploy/plan-from-database.js'),
    import('../deploy/describe-plan.js'),
    import('../deploy/sql-text.js'),
    import('../exasol/find-schema.js'),
  ]);
  const dropMetadata = flags.dropMetadata === true;
  const { connection, deployment: target, awsAccess, awsDefaults } = await loadCommandSettings(flags, settingParts, io);
  const work = async (session: Session) => {
    const preview = await planRemovalFromDatabase(session, target, dropMetadata);
    if (preview.installed.scripts.length === 0) {
      await assertScriptsVisible(session, preview.plan.schema);
    }
    if (flags.dryRun === true) {
      io.logger.info('Nothing was changed. sme undeploy would run:');
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
    // a prompt must not hold locks
    await session.query('ROLLBACK');
    const { endpoints, untracked } = search
      ? await readBilledEndpoints(search, awsAccess, io)
      : { endpoints: [], untracked: [] };
    if (untracked.length > 0) {
      io.warn(formatUntracked(untracked));
    }
    const deletesEndpoints = await decideAboutEndpoints(endpoints, flags, io);
    if (!isUpToDate(preview.plan)) {
      const lost = dropMetadata ? `\n${metadataLoss}` : '';
      const billed = describeDecision(endpoints, deletesEndpoints);
      await confirm(io, flags, `${formatTable(describeSteps(preview.plan))}${lost}${billed}`);
    }
    for (const { row } of deletesEndpoints ? endpoints : []) {
      io.logger.info(`Deleting the endpoint ${row.name}, which takes AWS a minute or two …`);
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
        : `Nothing to do: schema ${plan.schema} contains no sme scripts.\n`,
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

function describeEndpoint({ row, status, isStatusFromAws }: BilledEndpoint, isDeleted: boolean) {
  return {
    endpoint_name: row.name,
    aws_region: row.region,
    /** Status before this run. */
    endpoint_status: status,
    status_source: isStatusFromAws ? 'aws' : 'table',
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

/** Endpoints that are missing in the table are only reported, because sme cannot tell whether they are in use. */
function formatUntracked(endpoints: readonly UntrackedEndpoint[]): string {
  const list = endpoints.map(({ name, region, status }) => `- ${name} in ${region}: ${status} in AWS`).join('\n');
  return (
    'AWS has endpoints with the tags of this database and schema that are not in the endpoint table. They stay in AWS and are billed:\n' +
    `${list}\nIf they are yours, delete each with: sme endpoint delete NAME --connection CONNECTION --region REGION`
  );
}

/**
 * Decides whether to delete the endpoints first. Without an option, sme asks on a terminal.
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
  if (deletes || isConfirmed(flags) || !io.interactive) {
    throw makeError('E-SME-301', { list });
  }
  return await askYesNo(io, `AWS may bill these endpoints, and no script can delete them after undeploy:\n${list}`, {
    question: 'Delete these endpoints first?',
  });
}

function formatEndpoints(endpoints: readonly BilledEndpoint[]): string {
  return endpoints
    .map(({ row, status, isStatusFromAws }) => {
      const state = isStatusFromAws ? describeStatus(status) : `last known status ${status} (unverified)`;
      return `- ${row.name} in ${row.region}: ${state}`;
    })
    .join('\n');
}

/** Local keys may belong to another account than the CONNECTION, so a missing endpoint may still exist. */
const describeStatus = (status: string) =>
  status === 'missing' ? 'missing in AWS, or in another account than your keys' : `${status} in AWS`;
