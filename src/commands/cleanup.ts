import { makeOwnClients } from '../aws/own-clients.js';
import { chooseAges } from '../cleanup/age.js';
import { chooseKinds } from '../cleanup/choose-kinds.js';
import type { GarbageContext } from '../cleanup/context.js';
import {
  describeGarbage,
  describeRemoval,
  listFailures,
  listGarbage,
  listRemarks,
  summarize,
  summarizeRemovals,
} from '../cleanup/describe.js';
import { chooseRegions, findGarbage, type KnownRows } from '../cleanup/find-garbage.js';
import { readEndpointRows, readJobRows } from '../cleanup/read-rows.js';
import { removeGarbage } from '../cleanup/remove-garbage.js';
import type { GarbagePlan, Removal } from '../cleanup/types.js';
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

const whatStays = 'What jobs have made (…/output/) stays, and all that is not of this schema.';

/**
 * `sme gc`: what this deployment left in AWS and nobody needs any more. Lists it, and deletes it after a yes. Where no one can say yes,
 * the list is the result, and no error.
 */
export async function runGc(flags: GcFlags, io: CommandIo): Promise<void> {
  const [kinds, ages] = [chooseKinds(flags.only), chooseAges(flags.olderThan)];
  const { access, aws } = await prepareScriptsAndAws(flags, io);
  const { signal, logger } = io;
  const clients = makeOwnClients(aws, io.signal);
  const makeContext = (session: Session, schema: string): GarbageContext => ({
    ...{ session, schema, clients, kinds, ages, signal, logger },
    ...{ onlyRegion: flags.region, defaultRegion: access.defaults.region, now: Date.now() },
  });
  try {
    const plan = await access.open(names.listJobs, async (session, schema) => {
      const context = makeContext(session, schema);
      const rows = await readKnownRows(context);
      await requireKeys(context, rows);
      return await findGarbage(context, rows);
    });
    const isSure = flags.yes === true || flags.autoApprove === true;
    if (plan.garbage.length === 0 || flags.dryRun === true || !(isSure || io.interactive)) {
      tellPlan(plan, flags, io);
      return;
    }
    const list = `${formatPlan(plan, io.stderr)}\n${summarize(plan.garbage)} will be deleted.`;
    if (isSure) {
      logger.info(list);
    } else {
      await confirm(io, flags, list);
    }
    const removals: Removal[] = [];
    await access.open(names.listJobs, async (session, schema) => {
      try {
        await removeGarbage(makeContext(session, schema), plan, (removal) => removals.push(removal));
      } catch (thrown) {
        // after Ctrl-C, too, what was deleted is to be told
        if (!signal.aborted) {
          throw thrown;
        }
      }
    });
    tellRemovals(plan, removals, io);
  } finally {
    clients.close();
  }
}

/** Tables are read as far as they are needed: the status of jobs takes a call of AWS. */
async function readKnownRows({ session, schema, kinds }: GarbageContext): Promise<KnownRows> {
  return {
    jobs: await readJobRows(session, schema, { withStatus: kinds.has('data') }),
    endpoints: await readEndpointRows(session, schema),
  };
}

/** @throws UserError E-SME-210 where there are no keys; endpoints of the table can be deleted without, by the script */
async function requireKeys(context: GarbageContext, rows: KnownRows): Promise<void> {
  const [region] = chooseRegions(rows, context);
  const isForRows = context.kinds.size === 1 && context.kinds.has('endpoints');
  if (region !== undefined && !isForRows) {
    await context.clients.s3(region);
  }
}

/** The list as the result of the command. @throws UserError E-SME-222 where it is not complete */
function tellPlan(plan: GarbagePlan, flags: GcFlags, io: CommandIo): void {
  const data = { dry_run: flags.dryRun === true, ...describePlan(plan), deleted: [], failed: [], kept: [] };
  const error = makeIncomplete(plan);
  if (error === undefined || !io.json) {
    printResult(io, data, () =>
      plan.garbage.length === 0
        ? `Nothing is found that could go.\n${formatRemarks(plan)}`
        : `${formatPlan(plan, io.stdout)}\nFound: ${summarize(plan.garbage)}.\n`,
    );
  }
  if (plan.garbage.length > 0) {
    io.logger.info(
      `Nothing is deleted. To delete it: ${flags.dryRun === true ? 'leave --dry-run out' : 'sme gc --yes'}`,
    );
  }
  if (error !== undefined) {
    throw error.withData(data);
  }
}

/** What became of the list. @throws UserError E-SME-221 where something stays, E-SME-222 where not all was looked at, E-SME-4 */
function tellRemovals(plan: GarbagePlan, removals: readonly Removal[], io: CommandIo): void {
  const choose = (outcome: Removal['outcome']) => removals.filter((removal) => removal.outcome === outcome);
  const [deleted, failed, kept] = [choose('deleted'), choose('failed'), choose('kept')];
  const data = {
    dry_run: false,
    ...describePlan(plan),
    deleted: deleted.map(describeRemoval),
    failed: failed.map(describeRemoval),
    kept: kept.map(describeRemoval),
  };
  const done = summarizeRemovals(removals);
  const error = io.signal.aborted
    ? makeInterruption(`Deleted so far: ${done}. Run the command again to go on.`)
    : (makeFailure(failed, removals) ?? makeIncomplete(plan));
  if (error === undefined || !io.json) {
    printResult(
      io,
      data,
      () => `${formatList(listGarbage(plan, removals), io.stdout)}\n${formatKept(kept)}Deleted: ${done}.\n`,
    );
  }
  if (error !== undefined) {
    throw error.withData(data);
  }
}

function describePlan(plan: GarbagePlan) {
  return {
    found: plan.garbage.map((garbage) => describeGarbage(garbage, plan.madeAt)),
    not_looked_at: plan.unseen,
    left_alone: plan.leftAlone,
  };
}

function formatPlan(plan: GarbagePlan, stream: TextStream): string {
  return `${formatList(listGarbage(plan), stream)}\n${formatRemarks(plan)}${whatStays}\n`;
}

/** A table where it fits, else a paragraph each: what is to be deleted must not be cut, nor hard to read. */
function formatList(rows: readonly (readonly string[])[], stream: TextStream): string {
  if (measureTable(rows) <= (readColumns(stream) ?? Number.POSITIVE_INFINITY)) {
    return formatTable(rows);
  }
  const [, ...records] = rows;
  return records
    .map(([what, name, ...more]) => `${what} ${name}\n  ${more.filter((cell) => cell !== '').join(', ')}\n`)
    .join('');
}

function formatRemarks({ leftAlone }: GarbagePlan): string {
  return leftAlone.length === 0 ? '' : `Left alone:\n${listRemarks(leftAlone)}\n`;
}

function formatKept(kept: readonly Removal[]): string {
  return kept.length === 0 ? '' : `Kept, for it is of use again:\n${listFailures(kept)}\n\n`;
}

function makeFailure(failed: readonly Removal[], all: readonly Removal[]): UserError | undefined {
  return failed.length === 0
    ? undefined
    : makeError('E-SME-221', { failed: failed.length, all: all.length, reasons: listFailures(failed) });
}

function makeIncomplete({ unseen }: GarbagePlan): UserError | undefined {
  return unseen.length === 0 ? undefined : makeError('E-SME-222', { reasons: listRemarks(unseen).trimEnd() });
}
