import type { CommonFlags, SmeCommand } from '../cli/command.js';
import { withDeploymentSession } from '../cli/script-session.js';
import type { DeployOutcome, PlannedDeployment } from '../deploy/deploy.js';
import type { DeploymentPlan } from '../deploy/types.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { withProgress } from '../terminal/progress.js';
import { readTerminalWidth } from '../terminal/streams.js';
import { formatTable } from '../terminal/table.js';

interface DeployFlags extends CommonFlags, ConfirmFlags {
  readonly createSchema?: boolean | undefined;
  readonly allowDowngrade?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly sql?: boolean | undefined;
  readonly udfEnv?: readonly string[] | undefined;
  readonly toPrint?: boolean | undefined;
}

/** `sme deploy` */
export function addDeploy(program: SmeCommand): void {
  program
    .command('deploy')
    .description('Install or update the scripts and tables in a schema, in one transaction')
    .option('--create-schema', 'create the schema if it is missing')
    .option('--allow-downgrade', 'replace scripts of a newer version')
    .repeatableOption(
      '--udf-env <name=value>',
      'set an environment variable of the Python UDFs, such as HTTPS_PROXY; kept by later deployments until you remove it with NAME=',
    )
    .option('--dry-run', 'print the plan, change nothing')
    .option('--sql', 'print the plan as SQL, change nothing')
    .option('--to-print', 'same as --sql; the name in the Python extension')
    .confirmOptions()
    .connectionOptions()
    .examples(
      'sme deploy --host localhost --user sys --schema ML --create-schema',
      'sme deploy --schema ML --udf-env HTTPS_PROXY=http://proxy.example.com:3128 --udf-env NO_PROXY=.internal',
      'EXASOL_PASSWORD=… sme deploy --dsn exasol://me@db.example.com/ML --dry-run',
    )
    .runs(runDeploy);
}

async function runDeploy(flags: DeployFlags, io: CommandIo): Promise<void> {
  const [{ deployInSession, planInSession }, { parseAssignments }] = await Promise.all([
    import('../deploy/deploy.js'),
    import('../render/udf-environment.js'),
  ]);
  const environmentChanges = parseAssignments(flags.udfEnv ?? []);
  await withDeploymentSession(flags, io, async (session, deployment) => {
    const options = {
      target: { ...deployment, environmentChanges },
      createSchema: flags.createSchema === true,
      allowDowngrade: flags.allowDowngrade === true,
      confirmEdits: async (plan: DeploymentPlan) => await confirm(io, flags, await describeOverwrite(plan)),
      logger: io.logger,
    };
    const printsSql = flags.sql === true || flags.toPrint === true;
    if (flags.dryRun === true || printsSql) {
      await printPlan(await planInSession(session, options), printsSql, io);
    } else {
      const outcome = await withProgress(io, 'Comparing the schema with this version', (progress) =>
        deployInSession(session, { ...options, progress }),
      );
      await printOutcome(outcome, flags, io);
    }
  });
}

async function describeOverwrite(plan: DeploymentPlan): Promise<string> {
  const { formatEdits } = await import('../deploy/describe-plan.js');
  return `${formatEdits(plan).trimStart()}\nThe deployment overwrites these edits. Save those that you need.`;
}

async function printPlan(
  { plan, udfs, database, warnings }: PlannedDeployment,
  printsSql: boolean,
  io: CommandIo,
): Promise<void> {
  const [{ describePlan, describeSteps, describeUdfs, formatCounts, formatEdits, formatUdfs }, { writePlanAsSql }] =
    await Promise.all([import('../deploy/describe-plan.js'), import('../deploy/sql-text.js')]);
  for (const warning of warnings) {
    io.warn(warning);
  }
  const sql = writePlanAsSql(plan);
  const data = {
    dry_run: true,
    changed: false,
    database_version: database.version,
    ...describePlan(plan),
    ...describeUdfs(udfs),
    runtime: null,
    grants: null,
    sql,
  };
  printResult<'deploy'>(io, data, () =>
    printsSql
      ? sql
      : [
          `Schema ${plan.schema}: ${formatCounts(plan)}. Nothing was changed; --sql prints the SQL.\n\n`,
          formatSteps(describeSteps(plan), io),
          formatEdits(plan),
          formatUdfs(udfs),
        ].join(''),
  );
}

async function printOutcome(outcome: DeployOutcome, { quiet }: CommonFlags, io: CommandIo): Promise<void> {
  const { describePlan, describeRuntime, describeSteps, describeUdfs, formatDone, formatGrants, formatUdfs } =
    await import('../deploy/describe-plan.js');
  for (const warning of outcome.warnings) {
    io.warn(warning);
  }
  const { plan, runtime, grants, changed, database } = outcome;
  const data = {
    dry_run: false,
    changed,
    database_version: database.version,
    ...describePlan(plan),
    ...describeUdfs(outcome.udfs),
    runtime: runtime === undefined ? null : describeRuntime(runtime),
    grants,
    sql: null,
  };
  const canReachAws = runtime?.boto3 !== undefined;
  const summary = changed
    ? `Deployed into schema ${plan.schema} of Exasol ${database.version}: ${formatDone(plan)}.\n`
    : `Nothing to do: schema ${plan.schema} is up to date.\n`;
  const details = () =>
    [
      changed ? `${formatSteps(describeSteps(plan), io)}\n` : '',
      summary,
      runtime === undefined
        ? ''
        : `The UDFs run on Python ${runtime.python} with boto3 ${runtime.boto3 ?? '(none)'}.\n`,
      formatUdfs(outcome.udfs),
      changed ? `\n${formatGrants(grants)}` : '',
    ].join('');
  const brief = () => (changed ? summary : '');
  printResult<'deploy'>(io, data, quiet === true ? brief : details, canReachAws ? 0 : 5);
}

/** One line for each object. A reason that is too long for the terminal is cut. */
function formatSteps(rows: readonly (readonly string[])[], io: CommandIo): string {
  return formatTable(rows, { width: readTerminalWidth(io.stdout), shrinkableColumns: new Set([3]) });
}
