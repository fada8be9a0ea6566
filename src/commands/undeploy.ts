import type { BilledEndpoint, UntrackedEndpoint } from '../cleanup/billed-endpoints.js';
import type { SmeCommand } from '../cli/command.js';
import { loadCommandSettings } from '../cli/load-settings.js';
import { openSession } from '../cli/script-session.js';
import type { CheckedSettings } from '../config/parse.js';
import type { PlannedChange } from '../deploy/apply.js';
import type { DeploymentPlan } from '../deploy/types.js';
import { makeError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { readUnfinishedBatches } from '../tables/batch-table.js';
import { readEndpointRows } from '../tables/endpoint-table.js';
import { askYesNo, type ConfirmFlags, confirm, isConfirmed } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { formatTable } from '../terminal/table.js';

/** Options that decide what happens to the endpoints. After undeploy, there is no script that can delete them. */
interface EndpointDecision extends ConfirmFlags {
  readonly deleteEndpoints?: boolean | undefined;
  readonly keepEndpoints?: boolean | undefined;
}

interface UndeployFlags extends EndpointDecision {
  readonly keepBatches?: boolean | undefined;
  readonly dropMetadata?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly sql?: boolean | undefined;
}

const settingParts = ['connection', 'deployment', 'awsAccess', 'awsDefaults'] as const;
type UndeploySettings = Pick<CheckedSettings, (typeof settingParts)[number]>;

interface FoundEndpoints {
  readonly endpoints: readonly BilledEndpoint[];
  readonly untracked: readonly UntrackedEndpoint[];
}

const metadataLoss =
  'The tables are dropped with all information about jobs, endpoints and batch predictions. Nothing is deleted in AWS.';

/** `sme undeploy` */
export function addUndeploy(program: SmeCommand): void {
  program
    .command('undeploy')
    .description('Remove what sme deploy installed, but keep the tables and the schema (asks first)')
    .option('--drop-metadata', 'also drop the tables of jobs, endpoints and batch predictions')
    .option('--delete-endpoints', 'first delete the endpoints of the endpoint table in AWS')
    .option('--keep-endpoints', 'keep the endpoints in AWS, which continues to bill them')
    .option('--keep-batches', 'leave unfinished batch predictions as they are')
    .option('--dry-run', 'print the plan, change nothing')
    .option('--sql', 'print the plan as SQL, change nothing')
    .confirmOptions()
    .connectionOptions()
    .examples(
      'sme undeploy --host localhost --user sys --schema ML --dry-run',
      'sme undeploy --host localhost --user sys --schema ML --drop-metadata --yes',
    )
    .runs(runUndeploy);
}

async function runUndeploy(flags: UndeployFlags, io: CommandIo): Promise<void> {
  const settings = await loadCommandSettings(flags, settingParts, io);
  const work = (session: Session) => undeployInSession(session, settings, flags, io);
  await openSession(settings.connection, io, work, { autocommit: false });
}

async function undeployInSession(
  session: Session,
  settings: UndeploySettings,
  flags: UndeployFlags,
  io: CommandIo,
): Promise<void> {
  const [{ removeInSession }, { planRemovalFromDatabase }, { isUpToDate }, { assertScriptsVisible }] =
    await Promise.all([
      import('../deploy/deploy.js'),
      import('../deploy/plan-from-database.js'),
      import('../deploy/plan.js'),
      import('../exasol/find-schema.js'),
    ]);
  const target = settings.deployment;
  const dropMetadata = flags.dropMetadata === true;
  const preview = await planRemovalFromDatabase(session, target, dropMetadata);
  if (preview.installed.scripts.length === 0) {
    await assertScriptsVisible(session, preview.plan.schema);
  }
  if (flags.dryRun === true || flags.sql === true) {
    await printPlan(preview.plan, flags.sql === true, io);
    return;
  }
  const hasChanges = !isUpToDate(preview.plan);
  if (hasChanges && flags.keepBatches !== true) {
    await assertBatchesFinished(session, preview);
  }
  const found = await findBilledEndpoints(session, preview, hasChanges, settings, io);
  const deletesEndpoints = await decideAboutEndpoints(found.endpoints, flags, io);
  if (hasChanges) {
    await confirm(io, flags, await describeRemoval(preview.plan, dropMetadata, found.endpoints, deletesEndpoints));
  }
  for (const { row } of deletesEndpoints ? found.endpoints : []) {
    await withProgress(io, `Deleting the endpoint ${row.name}, which takes AWS a minute or two`, () =>
      callScript(session, preview.plan.schema, names.deleteEndpoint, [row.name, row.connection, row.region]),
    );
  }
  const { logger } = io;
  const plan = await withProgress(io, `Removing from schema ${preview.plan.schema}`, (progress) =>
    removeInSession(session, { target, dropMetadata, logger, progress }),
  );
  await printRemoval(plan, !isUpToDate(plan), found, deletesEndpoints, io);
}

async function printPlan(plan: DeploymentPlan, printsSql: boolean, io: CommandIo): Promise<void> {
  const [{ describePlan, describeSteps, formatCounts }, { writePlanAsSql }] = await Promise.all([
    import('../deploy/describe-plan.js'),
    import('../deploy/sql-text.js'),
  ]);
  const sql = writePlanAsSql(plan);
  printResult<'undeploy'>(io, { dry_run: true, changed: false, ...describePlan(plan), endpoints: null, sql }, () =>
    printsSql
      ? sql
      : `Schema ${plan.schema}: ${formatCounts(plan)}. Nothing was changed; --sql prints the SQL.\n\n${formatTable(describeSteps(plan))}`,
  );
}

/** @throws UserError E-SME-413 if a batch prediction still needs its scripts */
async function assertBatchesFinished(session: Session, { installed, plan }: PlannedChange): Promise<void> {
  const batches = installed.tables.has(names.batchTable) ? await readUnfinishedBatches(session, plan.schema) : [];
  if (batches.length > 0) {
    const list = batches.map(({ name, region, runState }) => `- ${name} in ${region}: ${runState}`).join('\n');
    throw makeError('E-SME-413', { list });
  }
}

/** Finds the endpoints that AWS may bill, and warns about those that are not in the table. Ends the transaction. */
async function findBilledEndpoints(
  session: Session,
  { installed, plan }: PlannedChange,
  hasChanges: boolean,
  { awsAccess, awsDefaults }: UndeploySettings,
  io: CommandIo,
): Promise<FoundEndpoints> {
  const [{ readBilledEndpoints }, { readOwnTags }] = await Promise.all([
    import('../cleanup/billed-endpoints.js'),
    import('../cleanup/ownership.js'),
  ]);
  const search = hasChanges &&
    installed.tables.has(names.endpointTable) && {
      rows: await readEndpointRows(session, plan.schema),
      own: await readOwnTags(session, plan.schema),
      defaultRegion: awsDefaults.region,
    };
  // a prompt must not hold locks
  await session.query('ROLLBACK');
  const found = search ? await readBilledEndpoints(search, awsAccess, io) : { endpoints: [], untracked: [] };
  if (found.untracked.length > 0) {
    io.warn(formatUntracked(found.untracked));
  }
  return found;
}

async function printRemoval(
  plan: DeploymentPlan,
  changed: boolean,
  { endpoints, untracked }: FoundEndpoints,
  deletesEndpoints: boolean,
  io: CommandIo,
): Promise<void> {
  const { describePlan, describeSteps } = await import('../deploy/describe-plan.js');
  const described = [
    ...endpoints.map((endpoint) => describeEndpoint(endpoint, deletesEndpoints)),
    ...untracked.map(describeUntracked),
  ];
  printResult<'undeploy'>(
    io,
    { dry_run: false, changed, ...describePlan(plan), endpoints: described, sql: null },
    () =>
      changed
        ? `${formatTable(describeSteps(plan))}\nRemoved from schema ${plan.schema}.\n`
        : `Nothing to do: schema ${plan.schema} contains no sme scripts.\n`,
  );
}

/** Describes in full sentences what will be removed and what AWS continues to bill. */
async function describeRemoval(
  plan: DeploymentPlan,
  dropMetadata: boolean,
  endpoints: readonly BilledEndpoint[],
  deletesEndpoints: boolean,
): Promise<string> {
  const { describeSteps } = await import('../deploy/describe-plan.js');
  const loss = dropMetadata ? `\n${metadataLoss}` : '';
  return `${formatTable(describeSteps(plan))}${loss}${describeDecision(endpoints, deletesEndpoints)}`;
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
    status_source: isStatusFromAws ? ('aws' as const) : ('table' as const),
    is_in_table: true,
    in_table: true,
    deleted: isDeleted,
  };
}

function describeUntracked({ name, region, status }: UntrackedEndpoint) {
  return {
    ...{ endpoint_name: name, aws_region: region, endpoint_status: status },
    ...{ status_source: 'aws' as const, is_in_table: false, in_table: false, deleted: false },
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
