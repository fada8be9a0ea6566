import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { parseFormat } from '../compile/date-format.js';
import type { EngineContext } from '../engine/types.js';

interface Assignment {
  readonly name: string;
  readonly value: string;
}

function readAssignment(tokens: TokenStream, scope: 'SESSION' | 'SYSTEM', context: EngineContext): Assignment {
  tokens.expectWord('ALTER', scope, 'SET');
  const at = tokens.position();
  const name = tokens.next().value;
  if (!context.parameters.system.has(name)) {
    throw new ExasolError('42000', `syntax error, unexpected ${name} [line ${at.line}, column ${at.column}]`);
  }
  tokens.expectSymbol('=');
  const assignment = { name, value: tokens.next().value };
  // Before expectEnd: `SQL_PREPROCESSOR_SCRIPT = schema.script` has more tokens.
  checkValue(assignment);
  tokens.expectEnd();
  return assignment;
}

/** Rejects invalid values, and parameters that would silently have no effect here. */
function checkValue({ name, value }: Assignment): void {
  if (name === 'SQL_PREPROCESSOR_SCRIPT' && value !== '' && value.toUpperCase() !== 'NULL') {
    throw sandboxGap('SQL_PREPROCESSOR_SCRIPT');
  }
  if (name === 'SQL_IDENTIFIER_COMPARISON' && !['CASE SENSITIVE', 'IGNORE CASE'].includes(value)) {
    throw new ExasolError('42000', `invalid value for parameter ${name}: ${value}`);
  }
  if (name === 'TIME_ZONE' && !isTimeZone(value)) throw new ExasolError('42000', `unknown time zone ${value}`);
  if (name === 'QUERY_TIMEOUT' && !/^\d+$/.test(value))
    throw new ExasolError('42000', `invalid value for parameter ${name}: ${value}`);
  if (name === 'NLS_NUMERIC_CHARACTERS' && !/^(?!(.)\1)[^\d+\-a-z]{2}$/i.test(value)) {
    throw new ExasolError('42000', `invalid value for parameter ${name}: ${value}`);
  }
  if (name === 'NLS_DATE_FORMAT' || name === 'NLS_TIMESTAMP_FORMAT') {
    // Refuses formats in which a result cannot be written.
    parseFormat(value);
    const element = /IYYY|IW/i.exec(value)?.[0];
    if (element !== undefined) throw sandboxGap(`format element ${element} in ${name}`);
  }
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

export async function handleAlterSession(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  const assignment = readAssignment(tokens, 'SESSION', context);
  context.parameters.session.set(
    assignment.name,
    assignment.name === 'TIME_ZONE' ? assignment.value.toUpperCase() : assignment.value,
  );
  return NO_ROWS;
}

/** ALTER SYSTEM affects new sessions only. */
export async function handleAlterSystem(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  const assignment = readAssignment(tokens, 'SYSTEM', context);
  await context.statement.requirePrivilege('ALTER SYSTEM');
  await context.transaction.change('DELETE FROM exa.parameters WHERE name = $1', [assignment.name]);
  await context.transaction.change('INSERT INTO exa.parameters VALUES ($1, $2)', [assignment.name, assignment.value]);
  context.parameters.system.set(assignment.name, assignment.value);
  return NO_ROWS;
}
