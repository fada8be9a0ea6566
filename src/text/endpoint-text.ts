import { formatLongDuration } from './format-values.js';

interface Hosting {
  readonly instanceType: string | undefined;
  readonly instanceCount: number | undefined;
  readonly memoryMb: number | undefined;
  readonly maxConcurrency: number | undefined;
}

/** Describes what an endpoint runs on: `2 x ml.m5.large`, `serverless, 4096 MB, 10 at once`. */
export function describeHosting({ instanceType, instanceCount, memoryMb, maxConcurrency }: Hosting): string {
  return instanceType === undefined
    ? ['serverless', `${memoryMb ?? '?'} MB`, `${maxConcurrency ?? '?'} at once`].join(', ')
    : `${instanceCount ?? 1} x ${instanceType}`;
}

/** Describes when an endpoint expires: `in 7 h 12 min`, `3 min 05 s ago`, or nothing if it does not. */
export function describeExpiry(expiresAt: Date | undefined, now: Date): string {
  if (expiresAt === undefined) {
    return '';
  }
  const seconds = (expiresAt.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `in ${formatLongDuration(seconds)}` : `${formatLongDuration(-seconds)} ago`;
}
