import type { TokenStream } from '../../tokens/token-stream.js';
import type { SortItem } from './ast.js';
import { readInnerExpression as readExpression } from './subquery.js';

export function readOrderBy(tokens: TokenStream): SortItem[] {
  tokens.expectWord('ORDER', 'BY');
  return tokens.commaList(() => {
    const expression = readExpression(tokens);
    const descending = tokens.acceptWord('DESC');
    if (!descending) tokens.acceptWord('ASC');
    const nulls = tokens.acceptWord('NULLS', 'FIRST')
      ? 'FIRST'
      : tokens.acceptWord('NULLS', 'LAST')
        ? 'LAST'
        : undefined;
    return { expression, descending, nulls };
  });
}
