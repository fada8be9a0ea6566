import { readDataType } from '../../../catalog/data-types.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import type { ScriptColumn, StoredScript } from '../../../types/stored-objects.js';
import type { DataType } from '../../../types/values.js';

type Definition = StoredScript['definition'];
type UdfDefinition = Extract<Definition, { kind: 'udf' }>;

export interface ParsedScript {
  readonly orReplace: boolean;
  /** LUA, or the language alias, folded to upper case. */
  readonly language: string;
  /** `[schema.]name`, folded. */
  readonly name: readonly string[];
  readonly definition: Definition;
  /** Everything after `AS` and its line end, without a final line that contains only `/`. */
  readonly body: string;
}

/** Reads the data types of a signature. */
type TypeReader = () => DataType;

function makeTypeReader(tokens: TokenStream, allowsTimestampPrecision: boolean): TypeReader {
  return () => {
    if (!allowsTimestampPrecision && tokens.isWord('TIMESTAMP') && tokens.isSymbol('(', 1)) {
      tokens.next();
      tokens.fail();
    }
    return readDataType(tokens);
  };
}

/**
 * Reads CREATE [OR REPLACE] … SCRIPT. The text after AS is not read as SQL.
 * @param allowsTimestampPrecision whether the signature may contain TIMESTAMP(n)
 */
export function parseCreateScript(tokens: TokenStream, allowsTimestampPrecision = true): ParsedScript {
  const readType = makeTypeReader(tokens, allowsTimestampPrecision);
  tokens.expectWord('CREATE');
  const orReplace = tokens.acceptWord('OR', 'REPLACE');
  const { language, input } = expectKind(tokens);
  const name = tokens.path();
  const definition = input === undefined ? expectScripting(tokens) : expectUdf(tokens, input, readType);
  tokens.expectWord('AS');
  return { orReplace, language, name, definition, body: readBody(tokens.sql.slice(tokens.offset)) };
}

function expectKind(tokens: TokenStream): { language: string; input: 'SCALAR' | 'SET' | undefined } {
  const special = [tokens.peek(), tokens.peek(1)].find((token) =>
    ['ADAPTER', 'PREPROCESSOR'].includes(token?.value ?? ''),
  );
  if (special !== undefined) throw sandboxGap(`CREATE ${special.value} SCRIPT`);
  if (tokens.acceptWord('SCRIPT') || tokens.acceptWord('LUA', 'SCRIPT')) return { language: 'LUA', input: undefined };
  const language = tokens.name();
  const input = tokens.acceptWord('SCALAR')
    ? 'SCALAR'
    : tokens.acceptWord('SET')
      ? 'SET'
      : tokens.fail('SCALAR_ or SET_');
  tokens.expectWord('SCRIPT');
  return { language, input };
}

/** Parameters of scripting programs are names without a type. They become Lua variables, so their case is kept. */
function expectScripting(tokens: TokenStream): Definition {
  const parameters =
    tokens.peek()?.text === '('
      ? tokens.listOrNothing(() => {
          const isArray = tokens.isWord('ARRAY') && tokens.peek(1)?.kind !== 'symbol';
          if (isArray) tokens.next();
          return { name: readParameterName(tokens), isArray };
        })
      : [];
  const returns = tokens.acceptWord('RETURNS')
    ? (tokens.acceptAnyWord('TABLE', 'ROWCOUNT') ?? tokens.fail('TABLE_ or ROWCOUNT_'))
    : 'ROWCOUNT';
  return { kind: 'scripting', parameters, returns: returns === 'TABLE' ? 'TABLE' : 'ROWCOUNT' };
}

/** The name of a Lua variable, which may be a reserved word of SQL. */
function readParameterName(tokens: TokenStream): string {
  return tokens.isReserved() ? tokens.next().text : tokens.writtenName();
}

function tryEllipsis(tokens: TokenStream): boolean {
  if (tokens.peek()?.text !== '(' || tokens.peek(1)?.text !== '.') return false;
  for (const symbol of ['(', '.', '.', '.', ')']) tokens.expectSymbol(symbol);
  return true;
}

function expectColumn(tokens: TokenStream, readType: TypeReader): ScriptColumn {
  const isQuoted = tokens.peek()?.kind === 'quoted';
  return { name: tokens.writtenName(), dataType: readType(), ...(isQuoted ? { isQuoted } : {}) };
}

function expectInput(tokens: TokenStream, readType: TypeReader): Pick<UdfDefinition, 'inputColumns' | 'inputOrder'> {
  if (tryEllipsis(tokens)) return { inputColumns: 'dynamic', inputOrder: '' };
  tokens.expectSymbol('(');
  const inputColumns: ScriptColumn[] = [];
  let inputOrder = '';
  if (tokens.acceptSymbol(')')) return { inputColumns, inputOrder };
  if (!tokens.isWord('ORDER', 'BY')) {
    do inputColumns.push(expectColumn(tokens, readType));
    while (tokens.acceptSymbol(','));
  }
  if (tokens.acceptWord('ORDER', 'BY')) inputOrder = tokens.textUntil((token) => token.text === ')');
  tokens.expectSymbol(')');
  return { inputColumns, inputOrder };
}

function expectUdf(tokens: TokenStream, input: 'SCALAR' | 'SET', readType: TypeReader): UdfDefinition {
  const signature = expectInput(tokens, readType);
  if (tokens.acceptWord('RETURNS')) {
    return { kind: 'udf', input, ...signature, output: { kind: 'RETURNS', dataType: readType() } };
  }
  tokens.expectWord('EMITS');
  const columns = tryEllipsis(tokens) ? 'dynamic' : tokens.listOrNothing(() => expectColumn(tokens, readType));
  return { kind: 'udf', input, ...signature, output: { kind: 'EMITS', columns } };
}

function readBody(rest: string): string {
  return rest.replace(/^[ \t]*\r?\n/, '').replace(/(^|\r?\n)[ \t]*\/[ \t]*\s*$/, '');
}
