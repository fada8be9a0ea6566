import { formatSeconds } from './format-values.js';

interface Hosting {
  readonly instanceType: string | undefined;
  readonly instanceCount: number | undefined;
  readonly memoryMb: number | undefined;
  readonly maxConcurrency: number | undefined;
}

/** What an endpoint runs on: `2 x ml.m5.large`, `serverless, 4096 MB, 10 at once`. */
export function describeHosting({ instanceType, instanceCount, memoryMb, maxConcurrency }: Hosting): string {
  return instanceType === undefined
    ? ['serverless', `${memoryMb ?? '?'} MB`, `${maxConcurrency ?? '?'} at once`].join(', ')
    : `${instanceCount ?? 1} x ${instanceType}`;
}

/** `in 7 h 12 min`, `3 min 05 s ago`; empty for an endpoint that does not expire. */
export function describeExpiry(expiresAt: Date | undefined, now: Date): string {
  if (expiresAt === undefined) {
    return '';
  }
  const seconds = (expiresAt.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `in ${formatDuration(seconds)}` : `${formatDuration(-seconds)} ago`;
}

/** Like `formatSeconds`, but in days from two days on: `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? formatSeconds(seconds) : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
