import { dayOf, MONTHS, type Moment, pad, splitFormat } from './datetime-elements.js';

/** Reads one element of the text into fields of the timestamp. AM and PM modify the hour that was read before them. */
type Reader = (text: string, moment: Moment) => Partial<Moment>;

const readMonth: Reader = (text) => ({ month: MONTHS.findIndex((name) => name.startsWith(text.toUpperCase())) + 1 });
const readHour: Reader = (text) => ({ hour: Number(text) });
const readHalf: Reader = (text, { hour }) => ({ hour: text.toUpperCase() === 'PM' && hour < 12 ? hour + 12 : hour });
const ignore: Reader = () => ({});

const READERS: Readonly<Record<string, readonly [pattern: string, read: Reader]>> = {
  YYYY: ['\\d{4}', (text) => ({ year: Number(text) })],
  YY: ['\\d{2}', (text) => ({ year: 2000 + Number(text) })],
  MM: ['\\d{1,2}', (text) => ({ month: Number(text) })],
  MON: ['[A-Za-z]{3}', readMonth],
  MONTH: ['[A-Za-z]+', readMonth],
  DD: ['\\d{1,2}', (text) => ({ day: Number(text) })],
  DAY: ['[A-Za-z]+', ignore],
  DY: ['[A-Za-z]{3}', ignore],
  HH24: ['\\d{1,2}', readHour],
  HH: ['\\d{1,2}', readHour],
  HH12: ['\\d{1,2}', (text) => ({ hour: Number(text) % 12 })],
  AM: ['[AaPp][Mm]', readHalf],
  PM: ['[AaPp][Mm]', readHalf],
  MI: ['\\d{1,2}', (text) => ({ minute: Number(text) })],
  SS: ['\\d{1,2}', (text) => ({ second: Number(text) })],
};

const FRACTION = '(\\d{0,9})';
const readFraction: Reader = (text) => ({ fraction: text.padEnd(9, '0') });

function isReal(moment: Moment): boolean {
  const date = dayOf(moment);
  const sameDay = date.getUTCMonth() === moment.month - 1 && date.getUTCDate() === moment.day;
  return sameDay && moment.year > 0 && moment.hour < 24 && moment.minute < 60 && moment.second < 60;
}

function compile(format: string): { pattern: RegExp; readers: readonly Reader[] } {
  const readers: Reader[] = [];
  const parts = splitFormat(format).map((element) => {
    const isFraction = element.toUpperCase().startsWith('FF');
    const [pattern, read] = isFraction ? [FRACTION, readFraction] : (READERS[element.toUpperCase()] ?? []);
    if (pattern === undefined || read === undefined) {
      const literal = element.length > 1 ? element.slice(1, -1) : element;
      return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    readers.push(read);
    return isFraction ? FRACTION : `(${pattern})`;
  });
  // A fraction at the end may be absent, together with the character before it.
  const before = parts.at(-1) === FRACTION ? parts.splice(-2, 2) : [];
  return { pattern: new RegExp(`^${parts.join('')}${before.length > 0 ? `(?:${before.join('')})?` : ''}$`), readers };
}

/**
 * Compiles a format to a reader of texts. It returns `2024-06-18` or `2024-06-18 17:22:13.123000`, or undefined if the text does not match
 * the format or is not a valid date.
 */
export function makeDatetimeReader(format: string, kind: 'DATE' | 'TIMESTAMP'): (text: string) => string | undefined {
  const { pattern, readers } = compile(format);
  return (text) => {
    const groups = pattern.exec(text.trim());
    if (groups === null) return undefined;
    let moment: Moment = { year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: '000000000' };
    for (const [index, read] of readers.entries()) {
      moment = { ...moment, ...read(groups[index + 1] ?? '', moment) };
    }
    if (!isReal(moment)) return undefined;
    const day = `${pad(moment.year, 4)}-${pad(moment.month, 2)}-${pad(moment.day, 2)}`;
    if (kind === 'DATE') return day;
    const time = `${pad(moment.hour, 2)}:${pad(moment.minute, 2)}:${pad(moment.second, 2)}`;
    return `${day} ${time}.${moment.fraction.slice(0, 6)}`;
  };
}
