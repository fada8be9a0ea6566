import { toText } from './conversion.js';
import { isText, varchar } from './data-types.js';
import type { Compiled, Compiler } from './types.js';

/** In a concatenation NULL is '', and a result '' is NULL. */
export function concat(parts: readonly Compiled[], compiler: Compiler): Compiled {
  const texts = parts.map((part) => toText(part, compiler.facts));
  const size = parts.reduce((sum, part) => sum + (isText(part.type) ? part.type.size : 100), 0);
  return { sql: `nullif(concat(${texts.join(', ')}), '')`, type: varchar(size) };
}
