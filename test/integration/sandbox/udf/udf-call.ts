import type { ScriptColumn, StoredScript } from '../../../../src/sandbox/types/stored-objects.js';
import type { DataType, Row } from '../../../../src/sandbox/types/values.js';
import { runUdf, type UdfCall, type UdfProcessOptions, type UdfRows } from '../../../../src/sandbox/udf/run-udf.js';

const { SANDBOX_PYTHON = 'python3' } = process.env;

export const INTEGER = { type: 'DECIMAL', precision: 18, scale: 0 } as const;
export const BIG = { type: 'DECIMAL', precision: 36, scale: 0 } as const;
export const MONEY = { type: 'DECIMAL', precision: 36, scale: 2 } as const;
export const DOUBLE = { type: 'DOUBLE' } as const;
export const VARCHAR = { type: 'VARCHAR', size: 2000, characterSet: 'UTF8' } as const;
export const TIMESTAMP = { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false } as const;

export const columns = (types: Readonly<Record<string, DataType>>): ScriptColumn[] =>
  Object.entries(types).map(([name, dataType]) => ({ name, dataType }));

export interface BodyOptions extends Partial<Omit<UdfCall, 'script' | 'input'>> {
  readonly input?: 'SCALAR' | 'SET';
  readonly output?: 'RETURNS' | 'EMITS';
  /** One list of rows per group. */
  readonly groups?: readonly (readonly Row[])[];
  /** Rows per chunk; all rows of a group by default. */
  readonly chunk?: number;
  readonly scripts?: Readonly<Record<string, { body: string; language?: string }>>;
}

const IN = columns({ a: INTEGER });
const OUT = columns({ R: INTEGER });

function makeScript(body: string, { input = 'SET', output = 'EMITS', ...options }: BodyOptions): StoredScript {
  const outputColumns = options.outputColumns ?? OUT;
  const definition = {
    kind: 'udf',
    input,
    inputColumns: options.inputColumns ?? IN,
    inputOrder: '',
    output:
      output === 'EMITS'
        ? ({ kind: 'EMITS', columns: outputColumns } as const)
        : ({ kind: 'RETURNS', dataType: outputColumns[0]?.dataType ?? INTEGER } as const),
  } as const;
  return { schema: 'S', name: 'MY_UDF', owner: 'SYS', text: body, body, language: 'PYTHON3', definition };
}

/** The options that start a body as the script "S"."MY_UDF". */
export function makeOptions(body: string, options: BodyOptions = {}): UdfProcessOptions {
  return {
    script: makeScript(body, options),
    interpreter: options.interpreter ?? SANDBOX_PYTHON,
    inputColumns: options.inputColumns ?? IN,
    outputColumns: options.outputColumns ?? OUT,
    meta: {
      database_name: 'DB',
      database_version: '2026.1.0',
      script_name: 'MY_UDF',
      script_schema: 'S',
      current_user: 'SYS',
      scope_user: 'OWNER',
      current_schema: 'NULL',
      session_id: 1585944483210400591n,
      statement_id: 7,
      node_count: 4,
    },
    host: options.host ?? {
      findConnection: async (name) =>
        name === 'C' ? { name, address: 'addr', user: undefined, password: 'secret' } : undefined,
      importScript: async (name) => {
        const { body: imported = '', language = 'PYTHON3' } = options.scripts?.[name] ?? {};
        return { ...makeScript(imported, options), language };
      },
    },
    env: options.env ?? {},
    ...(options.signal && { signal: options.signal }),
    ...(options.onPrint && { onPrint: options.onPrint }),
    ...(options.forkServer && { forkServer: options.forkServer }),
  };
}

async function* chunksOf(
  groups: readonly (readonly Row[])[],
  size = Number.POSITIVE_INFINITY,
): AsyncGenerator<UdfRows> {
  for (const [group, rows] of groups.entries()) {
    for (let from = 0; from === 0 || from < rows.length; from += size) {
      yield { group, rows: rows.slice(from, Math.min(rows.length, from + size)) };
    }
  }
}

/** Runs a body and returns the rows of each group. */
export async function runBody(body: string, options: BodyOptions = {}): Promise<Row[][]> {
  const groups = options.groups ?? [[[1n]]];
  const answered: Row[][] = groups.map(() => []);
  await runUdf({
    ...makeOptions(body, options),
    input: chunksOf(groups, options.chunk),
    onOutput: options.onOutput ?? (async ({ group, rows }) => void answered[group]?.push(...rows)),
    ...(options.vms !== undefined && { vms: options.vms }),
  });
  return answered;
}

/** Runs a body that emits one text, and returns the texts of the first group. */
export async function readTexts(body: string, options: BodyOptions = {}): Promise<unknown[]> {
  const [rows = []] = await runBody(body, { outputColumns: columns({ T: VARCHAR }), ...options });
  return rows.map(([text]) => text);
}
