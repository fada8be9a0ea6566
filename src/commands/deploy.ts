import { withDeploymentSession } from '../cli/script-session.js';
import { type DeployOutcome, deployInSession, type PlannedDeployment, planInSession } from '../deploy/deploy.js';
import { describePlan, describeSteps, formatGrants } from '../deploy/describe-plan.js';
import { isUpToDate } from '../deploy/plan.js';
import { writePlanAsSql } from '../deploy/sql-text.js';
import type { CommandIo } from '../terminal/io.js';
import { formatTable, printResult, warn } from '../terminal/output.js';
import type { ConnectionFlags } from './options.js';

export interface DeployFlags extends ConnectionFlags {
  readonly createSchema?: boolean | undefined;
  readonly allowDowngrade?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly toPrint?: boolean | undefined;
}

/** `sme deploy`: bring a schema up to date, or with --dry-run show what that would take. */
export async function runDeploy(flags: DeployFlags, io: CommandIo): Promise<void> {
  await withDeploymentSession(flags, io, async (session, target) => {
    const options = {
      target,
      createSchema: flags.createSchema === true,
      allowDowngrade: flags.allowDowngrade === true,
      logger: io.logger,
    };
    if (flags.dryRun === true || flags.toPrint === true) {
      printPlan(await planInSession(session, options), io);
    } else {
      printOutcome(await deployInSession(session, options), io);
    }
  });
}

function printPlan(planned: PlannedDeployment, io: CommandIo): void {
  for (const warning of planned.warnings) {
    warn(io, warning);
  }
  io.logger.info('Nothing is changed: this is what sme deploy would run.');
  const data = { dry_run: true, changed: false, ...describePlan(planned.plan), sql: writePlanAsSql(planned.plan) };
  printResult(io, data, () => writePlanAsSql(planned.plan));
}

function printOutcome(outcome: DeployOutcome, io: CommandIo): void {
  for (const warning of outcome.warnings) {
    warn(io, warning);
  }
  const { plan, runtime, grants } = outcome;
  const data = {
    dry_run: false,
    changed: outcome.changed,
    database_version: outcome.database.version,
    ...describePlan(plan),
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
        outcome.changed ? `\n${formatGrants(grants)}` : '',
      ].join(''),
    canReachAws ? 0 : 5,
  );
}
