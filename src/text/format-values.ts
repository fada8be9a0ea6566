/** Seconds as people say them: `45 s`, `12 min 05 s`, `1 h 02 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const pad = (number: number) => String(number).padStart(2, '0');
  return hours === 0 ? `${minutes} min ${pad(whole % 60)} s` : `${hours} h ${pad(minutes)} min`;
}

/** An age in whole units: `12 min`, `5 h`, `3 days`. */
export function formatAge(seconds: number): string {
  const [minutes, hours] = [Math.max(0, seconds) / 60, Math.max(0, seconds) / 3600];
  if (hours < 1) {
    return `${Math.floor(minutes)} min`;
  }
  return hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} days`;
}

/** A metric with as many digits as tell something: 0.91235, 12.5, 1234.6. */
export function formatMetric(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** A moment in UTC, to the second: `2026-11-22T22:10:05Z`. */
export function formatMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
