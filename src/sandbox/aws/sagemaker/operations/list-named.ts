import { cutPage, isWithin, sortItems } from './paging.js';

interface ListInput {
  readonly SortBy?: string | undefined;
  readonly SortOrder?: 'Ascending' | 'Descending' | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly CreationTimeAfter?: Date | undefined;
}

/** Lists models, configurations or endpoints, by default the newest first. */
export function listNamed<Item extends { readonly name: string; readonly createdAt: number }>(
  items: readonly Item[],
  input: ListInput,
  list: string,
): { page: Item[]; NextToken?: string } {
  const matching = items.filter(
    ({ name, createdAt }) =>
      name.toLowerCase().includes(input.NameContains?.toLowerCase() ?? '') &&
      isWithin(createdAt, input.CreationTimeAfter, input.CreationTimeBefore),
  );
  const sorted = sortItems(
    matching,
    ({ name, createdAt }) => (input.SortBy === 'Name' ? name.toLowerCase() : createdAt),
    input.SortOrder ?? 'Descending',
  );
  return cutPage(sorted, { token: input.NextToken, size: input.MaxResults ?? 10, list });
}
