import { readDataType } from '../../catalog/data-types.js';
import { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { ScriptColumn } from '../../types/stored-objects.js';
import { readDefaultOutputColumns } from '../../udf/run-udf.js';
import type { UdfProcessOptions } from '../../udf/types.js';
import type { ColumnDefinition } from '../syntax/ast.js';
import type { ScriptCall } from './find-calls.js';

const columnError = (text: string) => new ExasolError('42000', text);

/**
 * The output columns of a call: from the signature, EMITS (…) at the call, the target table of INSERT, or default_output_columns().
 * Source of the error texts: exasol/script-languages, generic tests dynamic_output.py.
 */
export async function resolveOutputColumns(
  { call, script, definition }: ScriptCall,
  inferred: readonly ColumnDefinition[] | undefined,
  process: Omit<UdfProcessOptions, 'outputColumns'>,
): Promise<readonly ColumnDefinition[]> {
  const { output } = definition;
  if (output.kind === 'RETURNS' || output.columns !== 'dynamic') {
    if (call.emits !== undefined) {
      throw columnError(
        'The script has a static return argument definition. Dynamic return arguments are not supported in this case',
      );
    }
    if (output.kind === 'RETURNS') return [{ name: script.name, dataType: output.dataType }];
    return fold(output.columns === 'dynamic' ? [] : output.columns);
  }
  if (call.emits !== undefined && inferred !== undefined) {
    throw columnError(
      'The return arguments for EMITS functions are inferred from the table to insert into. Specification of EMITS is not allowed in this case.',
    );
  }
  const columns = call.emits ?? inferred;
  if (columns !== undefined) return requireDistinct(columns);
  const text = await readDefaultOutputColumns({ ...process, outputColumns: [] });
  if (text === undefined) {
    throw columnError(
      'The script has dynamic return arguments. Either specify the return arguments in the query via EMITS or implement the method default_output_columns in the UDF',
    );
  }
  if (text.trim() === '') throw columnError('Empty default output columns');
  const tokens = new TokenStream(text);
  const read = tokens.commaList(() => ({ name: tokens.name(), dataType: readDataType(tokens) }));
  tokens.expectEnd();
  return requireDistinct(read);
}

/** In SQL, names without quotes are folded to upper case. */
function fold(columns: readonly ScriptColumn[]): ColumnDefinition[] {
  return columns.map(({ name, dataType, isQuoted }) => ({
    name: isQuoted === true ? name : name.toUpperCase(),
    dataType,
  }));
}

function requireDistinct(columns: readonly ColumnDefinition[]): readonly ColumnDefinition[] {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw columnError(`Return argument ${name} is declared more than once`);
    seen.add(name);
  }
  return columns;
}
