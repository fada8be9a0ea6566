/** Derives the status of an endpoint from its record and the time. */
import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { AwsTimings } from '../../types.js';
import type { EndpointRecord, EndpointRevision } from '../state.js';

export interface EndpointProgress {
  readonly status: EndpointStatus;
  readonly lastModifiedAt: number;
  readonly failureReason?: string;
  /** The revision that serves calls; undefined before the first one is ready. */
  readonly serving: EndpointRevision | undefined;
  /** When this revision started to serve. */
  readonly servingSince: number;
}

/** @returns undefined when the deletion is complete */
export function measureEndpoint(
  endpoint: EndpointRecord,
  now: number,
  timings: AwsTimings,
): EndpointProgress | undefined {
  const readyAt = (revision: EndpointRevision) =>
    revision.requestedAt + (revision === endpoint.revisions[0] ? timings.endpointCreate : timings.endpointUpdate);
  const ready = endpoint.revisions.filter((revision) => readyAt(revision) <= now);
  const serving = ready.filter(({ failureReason }) => failureReason === undefined).at(-1);
  const servingSince = serving ? readyAt(serving) : now;
  const newest = endpoint.revisions.at(-1);
  if (endpoint.deletedAt !== undefined) {
    if (endpoint.deletedAt + timings.endpointDelete <= now) return undefined;
    return { status: 'Deleting', lastModifiedAt: endpoint.deletedAt, serving: undefined, servingSince };
  }
  if (newest && !ready.includes(newest)) {
    const status = endpoint.revisions.length === 1 ? 'Creating' : 'Updating';
    return { status, lastModifiedAt: newest.requestedAt, serving, servingSince };
  }
  const lastModifiedAt = newest ? readyAt(newest) : now;
  const failure = newest?.failureReason === undefined ? {} : { failureReason: newest.failureReason };
  // A failed update is rolled back: the previous revision continues to serve.
  return { status: serving ? 'InService' : 'Failed', lastModifiedAt, ...failure, serving, servingSince };
}
