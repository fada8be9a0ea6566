import { makeLocalAwsClients } from '../aws/local-clients.js';
import { chooseMinAges } from '../cleanup/ages.js';
import { chooseKinds } from '../cleanup/choose-kinds.js';
import type { CleanupContext } from '../cleanup/context.js';
import { deleteUnusedResources } from '../cleanup/delete-unused.js';
import {
  describeDeletion,
  describeResource,
  listNotes,
  listReasons,
  listResources,
  summarizeDeletions,
  summarizeResources,
} from '../cleanup/describe.js';
import { chooseRegions, findUnusedResources, type KnownRows, readKnownRows } from '../cleanup/find-unused.js';
import type { CleanupPlan, Deletion } from '../cleanup/types.js';
import { prepareScriptsAndAws } from '../cli/script-session.js';
import { makeError, makeInterruption, type UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm } from '../terminal/confirm.js';
import type { CommandIo, TextStream } from '../terminal/io.js';
import { formatTable, printResult } from '../terminal/output.js';
import { readColumns } from '../terminal/streams.js';
import { measureTable } from '../terminal/table.js';
import type { AwsFlags } from './aws-settings.js';

export interface GcFlags extends AwsFlags, ConfirmFlags {
  readonly only?: string | undefined;
  readonly olderThan?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

const whatIsKept = 'Results of jobs (…/output/) and everything outside this schema are kept.';

/**
 * Lists the AWS resources that this deployment created and no longer uses, and deletes them after confirmation. Without a terminal to
 * confirm on, the list is the result, and that is not an error.
 */
export async function runGc(flags: GcFlags, io: CommandIo): Promise<void> {
  const [kinds, minAges] = [chooseKinds(flags.only), chooseMinAges(flags.olderThan)];
  const { access, aws } = await prepareScriptsAndAws(flags, io);
  const { signal, logger } = io;
  const clients = makeLocalAwsClients(aws, io.signal);
  const makeContext = (session: Session, schema: string): CleanupContext => ({
    ...{ session, schema, clients, kinds, minAges, signal, logger },
    ...{ onlyRegion: flags.region, defaultRegion: access.defaults.region, now: Date.now() },
  });
  try {
    const plan = await access.open(names.listJobs, async (session, schema) => {
      const context = makeContext(session, schema);
      const rows = await readKnownRows(context);
      await requireCredentials(context, rows);
      return await findUnusedResources(context, rows);
    });
    const isSure = flags.yes === true || flags.autoApprove === true;
    if (plan.unused.length === 0 || flags.dryRun === true || !(isSure || io.interactive)) {
      printPlan(plan, flags, io);
      return;
    }
    const list = `${formatPlan(plan, io.stderr)}\n${summarizeResources(plan.unused)} will be deleted.`;
    if (isSure) {
      logger.info(list);
    } else {
      await confirm(io, flags, list);
    }
    const deletions: Deletion[] = [];
    await access.open(names.listJobs, async (session, schema) => {
      try {
        await deleteUnusedResources(makeContext(session, schema), plan, (deletion) => deletions.push(deletion));
      } catch (thrown) {
        // after Ctrl-C, report what has been deleted
        if (!signal.aborted) {
          throw thrown;
        }
      }
    });
    printDeletions(plan, deletions, io);
  } finally {
    clients.close();
  }
}

/** Expired endpoints of the table can be deleted by the script without local credentials. @throws UserError E-SME-210 */
async function requireCredentials(context: CleanupContext, rows: KnownRows): Promise<void> {
  const [region] = chooseRegions(rows, context);
  const isForRows = context.kinds.size === 1 && context.kinds.has('endpoints');
  if (region !== undefined && !isForRows) {
    await context.clients.s3(region);
  }
}

/** Prints the list as the result of the command. @throws UserError E-SME-222 if it is incomplete */
function printPlan(plan: CleanupPlan, flags: GcFlags, io: CommandIo): void {
  const data = { dry_run: flags.dryRun === true, ...describePlan(plan), deleted: [], failed: [], kept: [] };
  const error = makeIncomplete(plan);
  if (error === undefined || !io.json) {
    printResult(io, data, () =>
      plan.unused.length === 0
        ? `Nothing to delete.\n${formatSkipped(plan)}`
        : `${formatPlan(plan, io.stdout)}\nFound: ${summarizeResources(plan.unused)}.\n`,
    );
  }
  if (plan.unused.length > 0) {
    io.logger.info(
      `Nothing was deleted. To delete these resources, run ${flags.dryRun === true ? 'the command without --dry-run' : 'sme gc --yes'}`,
    );
  }
  if (error !== undefined) {
    throw error.withData(data);
  }
}

/** Prints the outcome. @throws UserError E-SME-221 after failures, E-SME-222 if the list was incomplete, E-SME-4 after Ctrl-C */
function printDeletions(plan: CleanupPlan, deletions: readonly Deletion[], io: CommandIo): void {
  const choose = (outcome: Deletion['outcome']) => deletions.filter((deletion) => deletion.outcome === outcome);
  const [deleted, failed, kept] = [choose('deleted'), choose('failed'), choose('kept')];
  const data = {
    dry_run: false,
    ...describePlan(plan),
    deleted: deleted.map(describeDeletion),
    failed: failed.map(describeDeletion),
    kept: kept.map(describeDeletion),
  };
  const done = summarizeDeletions(deletions);
  const error = io.signal.aborted
    ? makeInterruption(`Deleted so far: ${done}. Run the command again to continue.`)
    : (makeFailure(failed, deletions) ?? makeIncomplete(plan));
  if (error === undefined || !io.json) {
    printResult(
      io,
      data,
      () => `${formatList(listResources(plan, deletions), io.stdout)}\n${formatKept(kept)}Deleted: ${done}.\n`,
    );
  }
  if (error !== undefined) {
    throw error.withData(data);
  }
}

function describePlan(plan: CleanupPlan) {
  return {
    found: plan.unused.map((resource) => describeResource(resource, plan.madeAt)),
    not_looked_at: plan.inaccessible,
    left_alone: plan.skipped,
  };
}

function formatPlan(plan: CleanupPlan, stream: TextStream): string {
  return `${formatList(listResources(plan), stream)}\n${formatSkipped(plan)}${whatIsKept}\n`;
}

/** A table if it fits the terminal, otherwise one paragraph per resource: the list must be complete and readable. */
function formatList(rows: readonly (readonly string[])[], stream: TextStream): string {
  if (measureTable(rows) <= (readColumns(stream) ?? Number.POSITIVE_INFINITY)) {
    return formatTable(rows);
  }
  const [, ...records] = rows;
  return records
    .map(([what, name, ...more]) => `${what} ${name}\n  ${more.filter((cell) => cell !== '').join(', ')}\n`)
    .join('');
}

function formatSkipped({ skipped }: CleanupPlan): string {
  return skipped.length === 0 ? '' : `Skipped:\n${listNotes(skipped)}\n`;
}

function formatKept(kept: readonly Deletion[]): string {
  return kept.length === 0 ? '' : `Kept because they are in use again:\n${listReasons(kept)}\n\n`;
}

function makeFailure(failed: readonly Deletion[], all: readonly Deletion[]): UserError | undefined {
  return failed.length === 0
    ? undefined
    : makeError('E-SME-221', { failed: failed.length, all: all.length, reasons: listReasons(failed) });
}

function makeIncomplete({ inaccessible }: CleanupPlan): UserError | undefined {
  return inaccessible.length === 0 ? undefined : makeError('E-SME-222', { reasons: listNotes(inaccessible).trimEnd() });
}
