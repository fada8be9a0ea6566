/**
 * The elements of NLS_DATE_FORMAT and NLS_TIMESTAMP_FORMAT for CSV files. Source: docs.exasol.com, date/time format models.
 * Values look like `2024-06-18` and `2024-06-18 17:22:13.123000`.
 */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Nine digits. */
  readonly fraction: string;
}

export const MONTHS = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(
  ' ',
);
export const DAYS = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY'.split(' ');
const ELEMENT = /YYYY|YY|MONTH|MON|MM|DDD|DD|DAY|DY|HH24|HH12|HH|MI|SS|FF[1-9]?|AM|PM|"[^"]*"|[\s\S]/gi;

export function splitFormat(format: string): string[] {
  return format.match(ELEMENT) ?? [];
}

export function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

export function dayOf({ year, month, day }: Moment): Date {
  return new Date(Date.UTC(year, month - 1, day));
}
