/** Formats a duration in seconds: `45 s`, `12 min 05 s`, `1 h 02 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const pad = (number: number) => String(number).padStart(2, '0');
  return hours === 0 ? `${minutes} min ${pad(whole % 60)} s` : `${hours} h ${pad(minutes)} min`;
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Formats a number of things with commas: `12,000`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** Formats how long something took, and its rate: `62 s, 48 rows/s`. There is no rate below a second. */
export function formatRate(rows: number, seconds: number): string {
  const time = formatSeconds(seconds);
  return seconds < 1 ? time : `${time}, ${formatCount(Math.round(rows / seconds))} rows/s`;
}

/** Formats an age in whole units: `12 min`, `5 h`, `3 days`. */
export function formatAge(seconds: number): string {
  const [minutes, hours] = [Math.max(0, seconds) / 60, Math.max(0, seconds) / 3600];
  if (hours < 1) {
    return `${Math.floor(minutes)} min`;
  }
  return hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} days`;
}

/** Formats a duration in seconds like `formatSeconds`, but in whole days from 48 hours on: `30 days`. */
export function formatDuration(seconds: number): string {
  return seconds < 48 * 3600 ? formatSeconds(seconds) : formatAge(seconds);
}

/** Formats a time relative to now: `in 7 h 12 min`, `3 min 05 s ago`, or nothing if there is no time. */
export function formatExpiry(expiresAt: Date | undefined, now: Date): string {
  if (expiresAt === undefined) {
    return '';
  }
  const seconds = (expiresAt.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `in ${formatDuration(seconds)}` : `${formatDuration(-seconds)} ago`;
}

/** What an endpoint runs on. An endpoint without an instance type is serverless. */
export interface Hardware {
  readonly instanceType: string | undefined;
  readonly instanceCount: number | undefined;
  readonly memoryMb: number | undefined;
  readonly maxConcurrency: number | undefined;
}

/** Formats what an endpoint runs on: `2 x ml.m5.large`, `serverless, 4096 MB, max concurrency 10`. */
export function formatHardware({ instanceType, instanceCount, memoryMb, maxConcurrency }: Hardware): string {
  return instanceType === undefined
    ? ['serverless', `${memoryMb ?? '?'} MB`, `max concurrency ${maxConcurrency ?? '?'}`].join(', ')
    : `${instanceCount ?? 1} x ${instanceType}`;
}

/** Formats a metric with five significant digits: 0.91235, 12.5, 1234.6. */
export function formatMetric(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Formats a time in UTC, to the second: `2026-11-22T22:10:05Z`. */
export function formatMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
