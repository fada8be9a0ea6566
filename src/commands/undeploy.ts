import { removeInSession } from '../deploy/deploy.js';
import { lookToRemove } from '../deploy/look.js';
import { isUpToDate } from '../deploy/plan.js';
import { describePlan, describeSteps } from '../deploy/report.js';
import { writePlanAsSql } from '../deploy/sql-text.js';
import { type ConfirmFlags, confirm } from './confirm.js';
import type { CommandIo } from './io.js';
import { withDeploymentSession } from './open-session.js';
import type { ConnectionFlags } from './options.js';
import { formatTable, printResult } from './output.js';

export interface UndeployFlags extends ConnectionFlags, ConfirmFlags {
  readonly dropMetadata?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

const whatIsLost = 'The tables go with all that they know about jobs and endpoints. What is in AWS stays there.';

/** `sme undeploy`: drop what deploy has installed and nothing else. Asks before it drops the tables. */
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
    if (dropMetadata) {
      const { plan } = await lookToRemove(session, target, dropMetadata);
      // no lock is held while someone thinks
      await session.query('ROLLBACK');
      if (!isUpToDate(plan)) {
        await confirm(io, flags, `${formatTable(describeSteps(plan))}\n${whatIsLost}`);
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
