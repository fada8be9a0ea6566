/** So many calls of AWS at once: enough to hide the network, too few to be throttled. */
const mostCalls = 8;

/** Does the work for each item, several at a time. @returns results in the order of the items. @throws what the first that fails throws */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const workers = Array.from({ length: Math.min(mostCalls, items.length) }, async () => {
    // all workers take from the one iterator
    for (const [index, item] of queue) {
      results[index] = await work(item);
    }
  });
  await Promise.all(workers);
  return results;
}
