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

/** Formats a duration in seconds, in days from 48 hours on: `3 d 4 h`. */
export function formatLongDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? formatSeconds(seconds) : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Formats a metric with five significant digits: 0.91235, 12.5, 1234.6. */
export function formatMetric(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Formats a time in UTC, to the second: `2026-11-22T22:10:05Z`. */
export function formatMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
