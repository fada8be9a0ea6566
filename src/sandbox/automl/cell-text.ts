/** Parses the text of a cell. */

const number = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const missingNumber = /^\s*(?:|nan|n\/a|na|null|none|[+-]?inf(?:inity)?)\s*$/i;
const isoDate =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?\s*$/;

/** @returns NaN if the text is not a finite number: AWS treats such a cell as missing, without an error */
export function parseNumber(text: string): number {
  if (!number.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Empty, or a common marker of a missing value. */
export function isMissingNumber(text: string): boolean {
  return missingNumber.test(text);
}

export interface DateParts {
  /** Days since 1970-01-01, with the time of day as a fraction. */
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly hour: number;
}

/** An ISO date or timestamp (`2024-06-18`, `2024-06-18 17:22:13.123`), read as UTC. @returns undefined if the text is neither */
export function parseDate(text: string): DateParts | undefined {
  const match = isoDate.exec(text);
  if (!match) return undefined;
  const [year, month, dayOfMonth, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const midnight = Date.UTC(year, month - 1, dayOfMonth);
  const calendar = new Date(midnight);
  if (calendar.getUTCMonth() !== month - 1) return undefined;
  return {
    day: midnight / 86_400_000 + (hour + minute / 60 + second / 3600) / 24,
    month,
    weekday: calendar.getUTCDay(),
    dayOfYear: (midnight - Date.UTC(year, 0, 1)) / 86_400_000,
    hour,
  };
}
