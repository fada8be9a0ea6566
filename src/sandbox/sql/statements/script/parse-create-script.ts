import { readDataType } from '../../../catalog/data-types.js';
import type { ScriptColumn, StoredScript } from '../../../types/stored-objects.js';
import type { DataType } from '../../../types/values.js';
import { refuseGap } from '../row-count.js';
import { StatementCursor } from '../statement-cursor.js';

type Definition = StoredScript['definition'];
type UdfDefinition = Extract<Definition, { kind: 'udf' }>;

export interface ParsedScript {
  readonly orReplace: boolean;
  /** LUA, or the language alias, folded to upper case. */
  readonly language: string;
  /** `[schema.]name`, folded. */
  readonly name: readonly string[];
  readonly definition: Definition;
  /** Everything after `AS` and its line end; a final line with only `/` is left out. */
  readonly body: string;
}

class SignatureCursor extends StatementCursor {
  readonly #allowsTimestampPrecision: boolean;

  constructor(sql: string, allowsTimestampPrecision: boolean) {
    super(sql);
    this.#allowsTimestampPrecision = allowsTimestampPrecision;
  }

  dataType(): DataType {
    if (!this.#allowsTimestampPrecision && this.isWord('TIMESTAMP') && this.isSymbol('(', 1)) {
      this.next();
      this.fail();
    }
    return readDataType(this);
  }
}

/**
 * Reads CREATE [OR REPLACE] … SCRIPT. What follows AS is never read as SQL.
 * @param allowsTimestampPrecision whether the signature may contain TIMESTAMP(n)
 */
export function parseCreateScript(sql: string, allowsTimestampPrecision = true): ParsedScript {
  const cursor = new SignatureCursor(sql, allowsTimestampPrecision);
  cursor.expectWord('CREATE');
  const orReplace = cursor.acceptWord('OR', 'REPLACE');
  const { language, input } = expectKind(cursor);
  const name = cursor.path();
  const definition = input === undefined ? expectScripting(cursor) : expectUdf(cursor, input);
  cursor.expectWord('AS');
  return { orReplace, language, name, definition, body: readBody(sql.slice(cursor.offset)) };
}

function expectKind(cursor: StatementCursor): { language: string; input: 'SCALAR' | 'SET' | undefined } {
  const special = [cursor.peek(), cursor.peek(1)].find((token) =>
    ['ADAPTER', 'PREPROCESSOR'].includes(token?.value ?? ''),
  );
  if (special !== undefined) refuseGap(`CREATE ${special.value} SCRIPT`);
  if (cursor.acceptWord('SCRIPT') || cursor.acceptWord('LUA', 'SCRIPT')) return { language: 'LUA', input: undefined };
  const language = cursor.name();
  const input = cursor.acceptWord('SCALAR')
    ? 'SCALAR'
    : cursor.acceptWord('SET')
      ? 'SET'
      : cursor.fail('SCALAR_ or SET_');
  cursor.expectWord('SCRIPT');
  return { language, input };
}

/** Parameters of scripting programs are bare names whose case is kept: they become Lua variables. */
function expectScripting(cursor: StatementCursor): Definition {
  const parameters =
    cursor.peek()?.text === '('
      ? cursor.listOrNothing(() => {
          const isArray = cursor.isWord('ARRAY') && cursor.peek(1)?.kind !== 'symbol';
          if (isArray) cursor.next();
          return { name: cursor.writtenName(), isArray };
        })
      : [];
  const returns = cursor.acceptWord('RETURNS')
    ? (cursor.acceptAnyWord('TABLE', 'ROWCOUNT') ?? cursor.fail('TABLE_ or ROWCOUNT_'))
    : 'ROWCOUNT';
  return { kind: 'scripting', parameters, returns: returns === 'TABLE' ? 'TABLE' : 'ROWCOUNT' };
}

function tryEllipsis(cursor: StatementCursor): boolean {
  if (cursor.peek()?.text !== '(' || cursor.peek(1)?.text !== '.') return false;
  for (const symbol of ['(', '.', '.', '.', ')']) cursor.expectSymbol(symbol);
  return true;
}

function expectColumn(cursor: SignatureCursor): ScriptColumn {
  const isQuoted = cursor.peek()?.kind === 'quoted';
  return { name: cursor.writtenName(), dataType: cursor.dataType(), ...(isQuoted ? { isQuoted } : {}) };
}

function expectInput(cursor: SignatureCursor): Pick<UdfDefinition, 'inputColumns' | 'inputOrder'> {
  if (tryEllipsis(cursor)) return { inputColumns: 'dynamic', inputOrder: '' };
  cursor.expectSymbol('(');
  const inputColumns: ScriptColumn[] = [];
  let inputOrder = '';
  if (cursor.acceptSymbol(')')) return { inputColumns, inputOrder };
  if (!cursor.isWord('ORDER', 'BY')) {
    do inputColumns.push(expectColumn(cursor));
    while (cursor.acceptSymbol(','));
  }
  if (cursor.acceptWord('ORDER', 'BY')) inputOrder = cursor.textUntil((token) => token.text === ')');
  cursor.expectSymbol(')');
  return { inputColumns, inputOrder };
}

function expectUdf(cursor: SignatureCursor, input: 'SCALAR' | 'SET'): UdfDefinition {
  const signature = expectInput(cursor);
  if (cursor.acceptWord('RETURNS')) {
    return { kind: 'udf', input, ...signature, output: { kind: 'RETURNS', dataType: cursor.dataType() } };
  }
  cursor.expectWord('EMITS');
  const columns = tryEllipsis(cursor) ? 'dynamic' : cursor.listOrNothing(() => expectColumn(cursor));
  return { kind: 'udf', input, ...signature, output: { kind: 'EMITS', columns } };
}

function readBody(rest: string): string {
  return rest.replace(/^[ \t]*\r?\n/, '').replace(/(^|\r?\n)[ \t]*\/[ \t]*\s*$/, '');
}
