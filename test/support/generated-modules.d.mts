import type { ListedMessage } from '../../src/errors/error-table.js';
import type * as facts from '../../src/scripts/facts.js';

export function writeModules(data: {
  readonly messages: readonly ListedMessage[];
  readonly facts: Pick<typeof facts, 'errorCodes' | 'tagNames' | 'patterns'>;
}): Readonly<Record<string, string>>;
