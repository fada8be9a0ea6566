import type { SmeCommand } from '../cli/command.js';
import { withDeploymentSession } from '../cli/script-session.js';
import type { DeployOutcome, PlannedDeployment } from '../deploy/deploy.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { formatTable } from '../terminal/table.js';

interface DeployFlags {
  readonly createSchema?: boolean | undefined;
  readonly allowDowngrade?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
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
    .option('--dry-run', 'print the plan as SQL, change nothing')
    .option('--to-print', 'same as --dry-run; the name in the Python extension')
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
      logger: io.logger,
    };
    if (flags.dryRun === true || flags.toPrint === true) {
      await printPlan(await planInSession(session, options), io);
    } else {
      await printOutcome(await deployInSession(session, options), io);
    }
  });
}

async function printPlan({ plan, udfs, warnings }: PlannedDeployment, io: CommandIo): Promise<void> {
  const [{ describePlan, describeUdfs }, { writePlanAsSql }] = await Promise.all([
    import('../deploy/describe-plan.js'),
    import('../deploy/sql-text.js'),
  ]);
  for (const warning of warnings) {
    io.warn(warning);
  }
  io.logger.info('Nothing was changed. sme deploy would run:');
  const sql = writePlanAsSql(plan);
  printResult(io, { dry_run: true, changed: false, ...describePlan(plan), ...describeUdfs(udfs), sql }, () => sql);
}

async function printOutcome(outcome: DeployOutcome, io: CommandIo): Promise<void> {
  const [{ isUpToDate }, { describePlan, describeSteps, describeUdfs, formatGrants, formatUdfs }] = await Promise.all([
    import('../deploy/plan.js'),
    import('../deploy/describe-plan.js'),
  ]);
  for (const warning of outcome.warnings) {
    io.warn(warning);
  }
  const { plan, runtime, grants } = outcome;
  const data = {
    dry_run: false,
    changed: outcome.changed,
    database_version: outcome.database.version,
    ...describePlan(plan),
    ...describeUdfs(outcome.udfs),
    runtime: runtime ?? null,
    grants,
  };
  const canReachAws = runtime?.boto3 !== undefined;
  printResult(
    io,
    data,
    () =>
      [
        isUpToDate(plan)
          ? `Nothing to do: schema ${plan.schema} is up to date.\n`
          : `${formatTable(describeSteps(plan))}\nDeployed into schema ${plan.schema} of Exasol ${outcome.database.version}.\n`,
        runtime === undefined
          ? ''
          : `The UDFs run on Python ${runtime.python} with boto3 ${runtime.boto3 ?? '(none)'}.\n`,
        formatUdfs(outcome.udfs),
        outcome.changed ? `\n${formatGrants(grants)}` : '',
      ].join(''),
    canReachAws ? 0 : 5,
  );
}
