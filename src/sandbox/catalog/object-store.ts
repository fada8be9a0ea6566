import type { Transaction } from '../duckdb/transaction.js';
import type { ConnectionObject, ObjectStore, StoredScript } from '../types/stored-objects.js';

/** Scripts and CONNECTION objects in the hidden catalog. */
export function makeObjectStore(transaction: Transaction): ObjectStore {
  const findConnection = async (name: string): Promise<ConnectionObject | undefined> => {
    const [row] = await transaction.rows(
      'SELECT name, address, user_name, password, session_token FROM exa.connections WHERE name = $1',
      [name],
    );
    return row === undefined ? undefined : readConnection(row);
  };
  return {
    findScript: async (schema, name) => {
      const [row] = await transaction.rows(
        `SELECT schema_name, script_name, owner, script_text, body, language, definition FROM exa.scripts
         WHERE schema_name = $1 AND script_name = $2`,
        [schema, name],
      );
      return row === undefined ? undefined : readScript(row);
    },
    putScript: async (script) => {
      await transaction.change('DELETE FROM exa.scripts WHERE schema_name = $1 AND script_name = $2', [
        script.schema,
        script.name,
      ]);
      await transaction.change(
        `INSERT INTO exa.scripts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, current_localtimestamp(), NULL, nextval('exa.object_ids'))`,
        [
          script.schema,
          script.name,
          script.owner,
          script.language,
          ...describe(script),
          script.text,
          script.body,
          JSON.stringify(script.definition),
        ],
      );
    },
    dropScript: async (schema, name) => {
      await transaction.change('DELETE FROM exa.scripts WHERE schema_name = $1 AND script_name = $2', [schema, name]);
    },
    findConnection: async (name) => (await findConnection(name)) ?? findConnection(name.toUpperCase()),
    putConnection: async (connection) => {
      const { name, address, user = null, password = null, sessionToken = null } = connection;
      await transaction.change('DELETE FROM exa.connections WHERE name = $1', [name]);
      await transaction.change(
        'INSERT INTO exa.connections VALUES ($1, $2, $3, $4, current_localtimestamp(), NULL, $5)',
        [name, address, user, password, sessionToken],
      );
    },
    dropConnection: async (name) => {
      await transaction.change('DELETE FROM exa.connections WHERE name = $1', [name]);
    },
  };
}

/** SCRIPT_TYPE, SCRIPT_INPUT_TYPE, SCRIPT_RESULT_TYPE as EXA_ALL_SCRIPTS spells them. */
function describe({ definition }: StoredScript): [string, string | null, string] {
  if (definition.kind === 'scripting') return ['SCRIPTING', null, definition.returns];
  return ['UDF', definition.input, definition.output.kind];
}

function readConnection(row: readonly unknown[]): ConnectionObject {
  const text = (value: unknown) => (value === null || value === undefined ? undefined : String(value));
  return {
    name: String(row[0]),
    address: text(row[1]) ?? '',
    user: text(row[2]),
    password: text(row[3]),
    sessionToken: text(row[4]),
  };
}

function readScript(row: readonly unknown[]): StoredScript {
  const [schema, name, owner, text, body, language, definition] = row.map(String);
  // Only putScript writes definitions.
  const parsed: StoredScript['definition'] = JSON.parse(definition ?? '{}');
  return {
    schema: schema ?? '',
    name: name ?? '',
    owner: owner ?? '',
    text: text ?? '',
    body: body ?? '',
    language: language ?? '',
    definition: parsed,
  };
}
