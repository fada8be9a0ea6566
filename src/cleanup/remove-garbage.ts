import { describeAwsFailure } from '../aws/aws-failure.js';
import { UserError } from '../errors/user-error.js';
import type { GarbageContext } from './context.js';
import { nameGarbage } from './describe.js';
import { readOwnTags } from './ownership.js';
import { removeData } from './remove-data.js';
import { type RemovalSetting, removeEndpoint, removeLeftoverRow, removeUnused } from './remove-hosting.js';
import type { Garbage, GarbagePlan, HostingGarbage, Removal } from './types.js';

/** What bills by the hour first; configurations before the models that they refer to. */
const order: readonly Garbage['kind'][] = ['endpoint', 'endpoint-row', 'endpoint-config', 'model', 'data'];

/**
 * Deletes what a plan lists, one after the other, each looked at once more before. What cannot be deleted is told, and the rest goes on.
 * @param onRemoval is told of each, also of the one that an interruption cut off
 * @throws where Ctrl-C came in between
 */
export async function removeGarbage(
  context: GarbageContext,
  plan: GarbagePlan,
  onRemoval: (removal: Removal) => void,
): Promise<void> {
  const sorted = order.flatMap((kind) => plan.garbage.filter((garbage) => garbage.kind === kind));
  if (sorted.length === 0) {
    return;
  }
  const own = await readOwnTags(context.session, context.schema);
  const remainingConfigs: HostingGarbage[] = [];
  for (const garbage of sorted) {
    context.signal.throwIfAborted();
    context.logger[garbage.kind === 'endpoint' ? 'info' : 'detail'](`Deleting ${nameGarbage(garbage)} …`);
    const removal = await remove(context, garbage, { own, listedAt: plan.madeAt, remainingConfigs });
    if (garbage.kind === 'endpoint-config' && removal.outcome !== 'deleted') {
      remainingConfigs.push(garbage);
    }
    onRemoval(removal);
  }
  context.signal.throwIfAborted();
}

async function remove(context: GarbageContext, garbage: Garbage, setting: RemovalSetting): Promise<Removal> {
  const tally = { files: 0, bytes: 0 };
  try {
    const reason = await removeOne(context, garbage, setting, tally);
    return { garbage, outcome: reason === undefined ? 'deleted' : 'kept', reason, ...tally };
  } catch (thrown) {
    const reason = context.signal.aborted ? 'interrupted' : explain(garbage, thrown);
    return { garbage, outcome: 'failed', reason, ...tally };
  }
}

async function removeOne(
  context: GarbageContext,
  garbage: Garbage,
  setting: RemovalSetting,
  tally: { files: number; bytes: number },
): Promise<string | undefined> {
  switch (garbage.kind) {
    case 'data':
      return await removeData(context, garbage, tally);
    case 'endpoint':
      return await removeEndpoint(context, garbage, setting);
    case 'endpoint-row':
      return await removeLeftoverRow(context, garbage);
    default:
      return await removeUnused(context, garbage, setting);
  }
}

const operations: Readonly<Record<Garbage['kind'], string>> = {
  data: 's3:DeleteObject',
  endpoint: 'sagemaker:DeleteEndpoint',
  'endpoint-row': 'sagemaker:DeleteEndpointConfig',
  'endpoint-config': 'sagemaker:DeleteEndpointConfig',
  model: 'sagemaker:DeleteModel',
};

/** AWS's words with the operation before them; those of a script, and of our own, say enough. */
function explain({ kind }: Garbage, thrown: unknown): string {
  if (thrown instanceof UserError) {
    return `${thrown.code}: ${thrown.message}`;
  }
  return thrown instanceof Error && thrown.name === 'Error'
    ? thrown.message
    : describeAwsFailure(operations[kind], thrown);
}
