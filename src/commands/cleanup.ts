import type { CleanupContext } from '../cleanup/context.js';
import {
  describeDeletion,
  describeResource,
  listNotes,
  listReasons,
  listResources,
  summarizeDeletions,
  summarizeResources,
} from '../cleanup/describe.js';
import type { KnownRows } from '../cleanup/find-unused.js';
import type { CleanupPlan, Deletion } from '../cleanup/types.js';
import type { SmeCommand } from '../cli/command.js';
import { prepareScriptsAndAws, type ScriptFlags } from '../cli/script-session.js';
import { makeError, makeInterruption, type UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { type ConfirmFlags, confirm, isConfirmed } from '../terminal/confirm.js';
import type { CommandIo, TextStream } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { withLiveProgress } from '../terminal/progress.js';
import { readTerminalWidth } from '../terminal/streams.js';
import { formatTable, measureTable, type TableRows } from '../terminal/table.js';

interface CleanupFlags extends ScriptFlags, ConfirmFlags {
  readonly only?: string | undefined;
  readonly olderThan?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

const keptNote = 'Results of jobs (…/output/) and everything outside this schema are kept.';

/** `sme cleanup`; the alias `gc` is its name in version 0.1 */
export function addCleanup(program: SmeCommand): void {
  program
    .command('cleanup')
    .alias('gc')
    .description(
      'Find unused AWS resources created from this schema and delete them: training data of ended jobs and dead sessions, expired ' +
        'endpoints, models and configurations without an endpoint, interrupted batch predictions (asks first)',
    )
    .option('--only <kinds>', 'only these kinds, separated by commas: data, endpoints, models, batches')
    .option('--older-than <age>', 'only resources older than this, such as 12h or 7d')
    .option('--dry-run', 'list the resources, delete nothing')
    .settingOption('awsRegion', 'only this AWS Region; default: those of the tables and of the variables')
    .settingOption('awsProfile', 'AWS CLI profile with the keys')
    .settingOption('awsEndpointUrl')
    .confirmOptions()
    .connectionOptions()
    .examples('sme cleanup', 'sme cleanup --only data --older-than 7d --yes')
    .runs(runCleanup);
}

/** Without a terminal and without --yes, the command prints the list and succeeds. */
async function runCleanup(flags: CleanupFlags, io: CommandIo): Promise<void> {
  const [{ makeLocalAwsClients }, { chooseMinAges }, { chooseKinds }, { findUnusedResources, readKnownRows }] =
    await Promise.all([
      import('../aws/local-clients.js'),
      import('../cleanup/ages.js'),
      import('../cleanup/choose-kinds.js'),
      import('../cleanup/find-unused.js'),
    ]);
  const [kinds, minAges] = [chooseKinds(flags.only), chooseMinAges(flags.olderThan)];
  const { access, aws } = await prepareScriptsAndAws(flags, io);
  const { signal, logger } = io;
  const clients = makeLocalAwsClients(aws, io.signal);
  const makeContext = (session: Session, schema: string): CleanupContext => ({
    session,
    schema,
    clients,
    kinds,
    minAges,
    signal,
    logger,
    onlyRegion: flags.region,
    defaultRegion: access.defaults.region,
    now: Date.now(),
  });
  try {
    const plan = await access.open(names.listJobs, async (session, schema) => {
      const context = makeContext(session, schema);
      return await withLiveProgress(io, 'Searching', async () => {
        const rows = await readKnownRows(context);
        await requireCredentials(context, rows);
        return await findUnusedResources(context, rows);
      });
    });
    if (plan.unused.length === 0 || flags.dryRun === true || !(isConfirmed(flags) || io.interactive)) {
      printPlan(plan, flags, io);
      return;
    }
    const list = `${formatPlan(plan, io.stderr)}\n${summarizeResources(plan.unused)} will be deleted.`;
    if (isConfirmed(flags)) {
      logger.info(list);
    } else {
      await confirm(io, flags, list);
    }
    const { deleteUnusedResources } = await import('../cleanup/delete-unused.js');
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

/**
 * Fails without local credentials, unless only endpoints are to be deleted: a script deletes those of the table.
 * @throws UserError E-SME-210
 */
async function requireCredentials(context: CleanupContext, rows: KnownRows): Promise<void> {
  const { chooseRegions } = await import('../cleanup/find-unused.js');
  const [region] = chooseRegions(rows, context);
  const onlyEndpoints = context.kinds.size === 1 && context.kinds.has('endpoints');
  if (region !== undefined && !onlyEndpoints) {
    await context.clients.s3(region);
  }
}

/** Prints the list as the result of the command. @throws UserError E-SME-222 if it is incomplete */
function printPlan(plan: CleanupPlan, flags: CleanupFlags, io: CommandIo): void {
  const data = { dry_run: flags.dryRun === true, ...describePlan(plan), deleted: [], failed: [], kept: [] };
  const error = makeIncompleteError(plan);
  if (error === undefined || !io.json) {
    printResult<'cleanup'>(io, data, () =>
      plan.unused.length === 0
        ? `Nothing to delete.\n${formatSkipped(plan)}`
        : `${formatPlan(plan, io.stdout)}\nFound: ${summarizeResources(plan.unused)}.\n`,
    );
  }
  if (plan.unused.length > 0) {
    io.logger.info(
      `Nothing was deleted. To delete these resources, run ${flags.dryRun === true ? 'the command without --dry-run' : 'sme cleanup --yes'}`,
    );
  }
  if (error !== undefined) {
    throw error.withData(data);
  }
}

/** Prints the outcome. @throws UserError E-SME-221 after failures, E-SME-222 if the list was incomplete, E-SME-4 after Ctrl-C */
function printDeletions(plan: CleanupPlan, deletions: readonly Deletion[], io: CommandIo): void {
  const select = (outcome: Deletion['outcome']) => deletions.filter((deletion) => deletion.outcome === outcome);
  const [deleted, failed, kept] = [select('deleted'), select('failed'), select('kept')];
  const data = {
    dry_run: false,
    ...describePlan(plan),
    deleted: deleted.map(describeDeletion),
    failed: failed.map(describeDeletion),
    kept: kept.map(describeDeletion),
  };
  const summary = summarizeDeletions(deletions);
  const error = io.signal.aborted
    ? makeInterruption(`Deleted so far: ${summary}. Run the command again to continue.`)
    : (makeFailureError(failed, deletions) ?? makeIncompleteError(plan));
  if (error === undefined || !io.json) {
    printResult<'cleanup'>(
      io,
      data,
      () => `${formatList(listResources(plan, deletions), io.stdout)}\n${formatKept(kept)}Deleted: ${summary}.\n`,
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
  return `${formatList(listResources(plan), stream)}\n${formatSkipped(plan)}${keptNote}\n`;
}

/** Formats a table if it fits the terminal, otherwise one paragraph per resource, so that no cell is truncated. */
function formatList(rows: TableRows, stream: TextStream): string {
  if (measureTable(rows) <= (readTerminalWidth(stream) ?? Number.POSITIVE_INFINITY)) {
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

function makeFailureError(failed: readonly Deletion[], all: readonly Deletion[]): UserError | undefined {
  return failed.length === 0
    ? undefined
    : makeError('E-SME-221', { failed: failed.length, all: all.length, reasons: listReasons(failed) });
}

function makeIncompleteError({ inaccessible }: CleanupPlan): UserError | undefined {
  return inaccessible.length === 0 ? undefined : makeError('E-SME-222', { reasons: listNotes(inaccessible).trimEnd() });
}
