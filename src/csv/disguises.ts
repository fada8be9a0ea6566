/** Finds numbers and dates that are written in a form that Exasol reads only as text. */

/** A form of values, its description, and the form that becomes a number, a date or a timestamp. */
interface Disguise {
  readonly pattern: RegExp;
  readonly description: string;
  readonly instead: string;
}

const currency = '(?:[$€£¥]|USD|EUR|GBP|CHF|JPY)';
const plainNumber = '1234.56';
const plainDate = '2024-12-31';

const disguises: readonly Disguise[] = [
  {
    pattern: new RegExp(
      String.raw`^[+-]?${currency}\s?[+-]?\d[\d.,' \u00a0]*$|^[+-]?\d[\d.,' \u00a0]*\s?${currency}$`,
      'iu',
    ),
    description: 'amounts of money',
    instead: plainNumber,
  },
  { pattern: /^[+-]?\d+(?:[.,]\d+)?\s?%$/, description: 'percentages', instead: '0.07' },
  {
    pattern:
      /^[+-]?\d{1,3}(?:[,'’]\d{3})+(?:\.\d+)?$|^[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:\.\d+)?$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$/,
    description: 'numbers with thousands separators',
    instead: plainNumber,
  },
  {
    pattern: /^[+-]?(?:\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+|\d+),\d+$/,
    description: 'numbers with a decimal comma',
    instead: plainNumber,
  },
  { pattern: /^\(\d[\d.,]*\)$/, description: 'negative numbers in parentheses', instead: '-1234.56' },
  { pattern: /^\u2212\d[\d.,]*$/, description: 'numbers with a typographic minus sign', instead: '-1234.56' },
  { pattern: /^[+-]?inf(?:inity)?$/i, description: 'infinite numbers', instead: 'an empty cell' },
  { pattern: /^\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})$/, description: 'dates as day.month.year', instead: plainDate },
  { pattern: /^\d{1,2}\/\d{1,2}\/(?:\d{2}|\d{4})$/, description: 'dates with slashes', instead: plainDate },
  {
    pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)$/,
    description: 'times with a time zone',
    instead: '2024-12-31 17:22:00',
  },
  { pattern: /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/, description: 'times of day', instead: 'minutes as a number' },
];

/** Also matches the plain form, so it is tried first. */
const leadingZeros: Disguise = {
  pattern: /^[+-]?0\d+$/,
  description: 'numbers with leading zeros',
  instead: 'text is right for codes',
};

const plain: Disguise = {
  pattern: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$|^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/i,
  description: 'numbers or dates',
  instead: '',
};

/** No number or date is longer. */
const maxLength = 40;
/** Below this share, a column with some numbers is a column of text. */
const minShare = 0.9;

interface Tally {
  count: number;
  /** The first value, and its record in the file; the header is record 1. */
  readonly sample: string;
  readonly record: number;
}

/** How often each form occurs among the values of a column. */
export class DisguiseCounter {
  readonly #tallies = new Map<Disguise | undefined, Tally>();

  /** Counts one value without surrounding white space. */
  add(text: string, record: number): void {
    const form =
      text.length > maxLength
        ? undefined
        : [leadingZeros, plain, ...disguises].find(({ pattern }) => pattern.test(text));
    const tally = this.#tallies.get(form);
    if (tally === undefined) {
      this.#tallies.set(form, { count: 1, sample: text.slice(0, maxLength), record });
    } else {
      tally.count += 1;
    }
  }

  /** Explains why a column is text although nearly all of its values are numbers or dates. Undefined for other columns. */
  explainText(): string | undefined {
    const total = [...this.#tallies.values()].reduce((sum, { count }) => sum + count, 0);
    const other = this.#tallies.get(undefined);
    if (total === 0 || (total - (other?.count ?? 0)) / total < minShare) {
      return undefined;
    }
    const found = [...this.#tallies]
      .flatMap(([form, tally]) => (form === undefined || form === plain ? [] : [{ form, ...tally }]))
      .sort((left, right) => right.count - left.count);
    const [first] = found;
    const parts = found.map(
      ({ form, count, sample, record }) =>
        `${count} of ${total} values are ${form.description}, such as '${sample}' in record ${record}`,
    );
    if (other !== undefined) {
      parts.push(
        `${other.count} of ${total} values ${other.count === 1 ? 'is' : 'are'} neither a number nor a date, ` +
          `such as '${other.sample}' in record ${other.record}`,
      );
    }
    if (parts.length === 0) {
      return 'stored as text: numbers and dates are mixed';
    }
    const advice = first === undefined ? '' : ` (instead: ${first.form.instead})`;
    return `stored as text: ${parts.join('; ')}${advice}`;
  }
}
