import { readText } from '../exasol/rows.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { readUnfinishedBatches, type UnfinishedBatch } from '../tables/batch-table.js';
import type { CleanupContext } from './context.js';
import { type Findings, FindingsCollector, type UnusedBatch } from './types.js';

/** Statuses of a batch that no session works on and that AWS does not run. */
const interrupted: ReadonlySet<string> = new Set(['Exporting', 'Starting']);
const ended: ReadonlySet<string> = new Set(['Failed', 'Stopped']);

/** Finds batch predictions that left files, a staging table or a model behind. Predictions that wait for their import are kept. */
export async function findBatches(context: CleanupContext): Promise<Findings<UnusedBatch>> {
  const { session, schema, onlyRegion } = context;
  const found = new FindingsCollector<UnusedBatch>();
  const unfinished = await readUnfinishedBatches(session, schema);
  const batches = unfinished.filter(({ region }) => onlyRegion === undefined || region === onlyRegion);
  if (batches.length === 0) {
    return found;
  }
  const statuses = new Map(
    (await callScript(session, schema, names.listBatches, [])).map((row) => [
      readText(row['BATCH_NAME']),
      readText(row['STATUS']) ?? '?',
    ]),
  );
  for (const batch of batches) {
    const status = statuses.get(batch.name) ?? '?';
    if (batch.ageSeconds * 1000 < context.minAges.leftovers) {
      continue;
    }
    if (status === 'Completed') {
      const reason = `its predictions are not in the target table yet: run "sme batch finish ${batch.name}"`;
      found.skipped.push({ what: `batch prediction ${batch.name}`, reason });
    } else if (batch.runState === 'IMPORTED' || interrupted.has(status) || ended.has(status)) {
      found.unused.push(describe(context, batch, status));
    }
  }
  return found;
}

/** Removes what a batch left behind. Its script checks again that no session works on it. @throws the error of the script */
export async function deleteBatch({ session, schema }: CleanupContext, { name }: UnusedBatch): Promise<undefined> {
  await callScript(session, schema, names.stopBatch, [name]);
}

function describe(context: CleanupContext, batch: UnfinishedBatch, status: string): UnusedBatch {
  const { name, region, ageSeconds } = batch;
  return { kind: 'batch', name, region, status, startedAt: context.now - ageSeconds * 1000 };
}
