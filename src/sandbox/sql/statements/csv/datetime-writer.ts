import { DAYS, dayOf, MONTHS, type Moment, pad, splitFormat } from './datetime-elements.js';

const WIRE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?)?$/;

/** `MONTH` → JUNE, `Month` → June, `month` → june. */
function matchCase(word: string, element: string): string {
  if (element === element.toUpperCase()) return word;
  const lower = word.toLowerCase();
  return element === element.toLowerCase() ? lower : `${word.slice(0, 1)}${lower.slice(1)}`;
}

const WRITERS: Readonly<Record<string, (moment: Moment, element: string) => string>> = {
  YYYY: ({ year }) => pad(year, 4),
  YY: ({ year }) => pad(year % 100, 2),
  MM: ({ month }) => pad(month, 2),
  MON: ({ month }, element) => matchCase((MONTHS[month - 1] ?? '').slice(0, 3), element),
  MONTH: ({ month }, element) => matchCase(MONTHS[month - 1] ?? '', element),
  DD: ({ day }) => pad(day, 2),
  DDD: (moment) => pad(Math.round((dayOf(moment).getTime() - Date.UTC(moment.year, 0, 1)) / 86_400_000) + 1, 3),
  DAY: (moment, element) => matchCase(DAYS[dayOf(moment).getUTCDay()] ?? '', element),
  DY: (moment, element) => matchCase((DAYS[dayOf(moment).getUTCDay()] ?? '').slice(0, 3), element),
  HH24: ({ hour }) => pad(hour, 2),
  HH: ({ hour }) => pad(hour, 2),
  HH12: ({ hour }) => pad(hour % 12 === 0 ? 12 : hour % 12, 2),
  AM: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  PM: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  MI: ({ minute }) => pad(minute, 2),
  SS: ({ second }) => pad(second, 2),
};

/** Compiles a format to a writer. The writer returns values in another format unchanged. */
export function makeDatetimeWriter(format: string): (wire: string) => string {
  const elements = splitFormat(format).map((element) => {
    const upper = element.toUpperCase();
    if (upper.startsWith('FF')) return ({ fraction }: Moment) => fraction.slice(0, Number(upper.slice(2) || 3));
    const write = WRITERS[upper];
    if (write !== undefined) return (moment: Moment) => write(moment, element);
    const literal = element.length > 1 ? element.slice(1, -1) : element;
    return () => literal;
  });
  return (wire) => {
    const moment = parseWire(wire);
    return moment === undefined ? wire : elements.map((write) => write(moment)).join('');
  };
}

function parseWire(wire: string): Moment | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = WIRE.exec(wire) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    fraction: fraction.padEnd(9, '0'),
  };
}
