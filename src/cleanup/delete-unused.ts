import { describeAwsFailure } from '../aws/aws-failure.js';
import { UserError } from '../errors/user-error.js';
import type { CleanupContext } from './context.js';
import { deleteData, type Tally } from './delete-data.js';
import {
  type DeletionOptions,
  deleteExpiredEndpoint,
  deleteOrphanedRow,
  deleteUnusedHosting,
} from './delete-hosting.js';
import { nameResource } from './describe.js';
import { deleteBatch } from './find-batches.js';
import { readOwnTags } from './ownership.js';
import type { CleanupPlan, Deletion, SkipReason, UnusedHostingResource, UnusedResource } from './types.js';

/** The order of deletions: resources billed by the hour first, and configurations before the models that they refer to. */
const order: readonly UnusedResource['kind'][] = [
  'endpoint',
  'endpoint-row',
  'endpoint-config',
  'model',
  'data',
  'batch',
];

/**
 * Deletes the resources of a plan one by one and checks each again before. Continues after failures.
 * @param onDeletion receives every outcome, including that of the resource at which Ctrl-C was pressed
 * @throws the abort reason after Ctrl-C
 */
export async function deleteUnusedResources(
  context: CleanupContext,
  plan: CleanupPlan,
  onDeletion: (deletion: Deletion) => void,
): Promise<void> {
  const sorted = order.flatMap((kind) => plan.unused.filter((resource) => resource.kind === kind));
  if (sorted.length === 0) {
    return;
  }
  const own = await readOwnTags(context.session, context.schema);
  const remainingConfigs: UnusedHostingResource[] = [];
  for (const resource of sorted) {
    context.signal.throwIfAborted();
    context.logger[resource.kind === 'endpoint' ? 'info' : 'detail'](`Deleting ${nameResource(resource)} …`);
    const deletion = await tryDelete(context, resource, { own, plannedAt: plan.madeAt, remainingConfigs });
    if (resource.kind === 'endpoint-config' && deletion.outcome !== 'deleted') {
      remainingConfigs.push(resource);
    }
    onDeletion(deletion);
  }
  context.signal.throwIfAborted();
}

async function tryDelete(
  context: CleanupContext,
  resource: UnusedResource,
  options: DeletionOptions,
): Promise<Deletion> {
  const tally = { files: 0, bytes: 0 };
  try {
    const reason = await deleteOne(context, resource, options, tally);
    return { resource, outcome: reason === undefined ? 'deleted' : 'kept', reason, ...tally };
  } catch (thrown) {
    const reason = context.signal.aborted ? 'interrupted' : describeFailure(resource, thrown);
    return { resource, outcome: 'failed', reason, ...tally };
  }
}

async function deleteOne(
  context: CleanupContext,
  resource: UnusedResource,
  options: DeletionOptions,
  tally: Tally,
): Promise<SkipReason> {
  switch (resource.kind) {
    case 'data':
      return await deleteData(context, resource, tally);
    case 'batch':
      return await deleteBatch(context, resource);
    case 'endpoint':
      return await deleteExpiredEndpoint(context, resource, options);
    case 'endpoint-row':
      return await deleteOrphanedRow(context, resource);
    default:
      return await deleteUnusedHosting(context, resource, options);
  }
}

const operations: Readonly<Record<UnusedResource['kind'], string>> = {
  data: 's3:DeleteObject',
  batch: 'sagemaker:StopTransformJob',
  endpoint: 'sagemaker:DeleteEndpoint',
  'endpoint-row': 'sagemaker:DeleteEndpointConfig',
  'endpoint-config': 'sagemaker:DeleteEndpointConfig',
  model: 'sagemaker:DeleteModel',
};

/** Errors of AWS do not name the operation; errors of scripts and of sme are complete. */
function describeFailure({ kind }: UnusedResource, thrown: unknown): string {
  if (thrown instanceof UserError) {
    return `${thrown.code}: ${thrown.message}`;
  }
  return thrown instanceof Error && thrown.name === 'Error'
    ? thrown.message
    : describeAwsFailure(operations[kind], thrown);
}
