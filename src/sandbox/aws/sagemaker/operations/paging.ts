import { validationException } from '../errors.js';

/**
 * One page of a list. The token is opaque to clients: a position with a digest of the request.
 *
 * @throws SageMakerError ValidationException for a token of another list
 */
export function cutPage<Item>(
  items: readonly Item[],
  options: { token: string | undefined; size: number; list: string },
): { page: Item[]; NextToken?: string } {
  const start = options.token === undefined ? 0 : readToken(options.token, options.list);
  const end = start + options.size;
  const page = items.slice(start, end);
  return end < items.length ? { page, NextToken: makeToken(end, options.list) } : { page };
}

const makeToken = (position: number, list: string): string =>
  Buffer.from(JSON.stringify({ list, position })).toString('base64');

function readToken(token: string, list: string): number {
  try {
    const read = JSON.parse(Buffer.from(token, 'base64').toString());
    if (read.list === list && Number.isInteger(read.position)) return read.position;
  } catch {
    // Falls through to the error for invalid tokens.
  }
  throw validationException('The NextToken is invalid.');
}

/** Sorts by a key in the requested order. The sort is stable. */
export function sortItems<Item>(
  items: readonly Item[],
  key: (item: Item) => number | string,
  order: 'Ascending' | 'Descending',
): Item[] {
  const sign = order === 'Ascending' ? 1 : -1;
  return items
    .map((item) => ({ item, by: key(item) }))
    .sort((a, b) => sign * (a.by < b.by ? -1 : Number(a.by > b.by)))
    .map(({ item }) => item);
}

/** A time filter of a list request: sent as seconds, but a Date in the SDK's types. */
export function isWithin(
  milliseconds: number,
  after: Date | number | undefined,
  before: Date | number | undefined,
): boolean {
  const [from, to] = [after, before].map((limit) => (limit === undefined ? undefined : Number(limit) * 1000));
  return (from === undefined || milliseconds > from) && (to === undefined || milliseconds < to);
}
