import { type Behaviours, defaultBehaviours } from '../../../../src/sandbox/behaviours.js';
import { type LuaArgument, type LuaScriptCall, runLuaScript } from '../../../../src/sandbox/lua/run-script.js';
import type { StatementResult } from '../../../../src/sandbox/types/statement-result.js';
import type { StoredScript } from '../../../../src/sandbox/types/stored-objects.js';

export const VARCHAR = { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' } as const;
export const INTEGER = { type: 'DECIMAL', precision: 18, scale: 0 } as const;
export const MONEY = { type: 'DECIMAL', precision: 36, scale: 2 } as const;

type Options = {
  readonly returns?: 'TABLE' | 'ROWCOUNT';
  readonly parameters?: readonly { name: string; isArray: boolean }[];
  readonly arguments?: readonly LuaArgument[];
  readonly query?: (sql: string) => Promise<StatementResult>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly behaviours?: Partial<Behaviours>;
  readonly signal?: AbortSignal;
};

function makeScript(body: string, options: Options = {}): StoredScript {
  const { returns = 'ROWCOUNT', parameters = [] } = options;
  const definition = { kind: 'scripting', parameters, returns } as const;
  return { schema: 'S', name: 'N', owner: 'SYS', text: body, body, language: 'LUA', definition };
}

/** Runs a body as script "S"."N". */
export async function runBody(body: string, options: Options = {}) {
  const script = makeScript(body, options);
  const call: LuaScriptCall = {
    script,
    arguments: options.arguments ?? [],
    meta: {
      database_name: 'DB',
      database_version: '2026.1.0',
      script_name: 'N',
      script_schema: 'S',
      script_code: body,
      current_user: 'SYS',
      scope_user: 'SYS',
      current_schema: 'NULL',
      session_id: 1585944483210400591n,
      statement_id: 7,
      node_count: 4,
    },
    query: options.query ?? (() => Promise.reject(new Error('no query expected'))),
    behaviours: { ...defaultBehaviours, ...options.behaviours },
    loadScript: async (name) => ({ ...makeScript(options.scripts?.[name] ?? ''), name: name.toUpperCase() }),
    ...(options.signal && { signal: options.signal }),
  };
  return await runLuaScript(call);
}

/** The output lines of a body. */
export async function readOutput(body: string, options: Options = {}): Promise<readonly string[]> {
  return (await runBody(body, options)).output;
}
