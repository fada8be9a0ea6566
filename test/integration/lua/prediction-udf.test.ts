import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bundleLua } from '../../../src/render/lua-bundle.js';
import { parseCreateScript } from '../../../src/sandbox/sql/statements/script/parse-create-script.js';
import { TokenStream } from '../../../src/sandbox/tokens/token-stream.js';
import { evaluate, refusal, runBody, type Stubs } from '../../lua/run-lua.js';

interface Spec {
  readonly [key: string]: unknown;
}

const spec: Spec = {
  schema: 'SALES',
  name: 'CHURN_1',
  endpoint_name: 'churn-1',
  aws_region: 'eu-central-1',
  connection_name: 'AWS',
  key_columns: [{ name: 'ID', type: 'DECIMAL(18,0)' }],
  input_columns: [
    { name: 'AGE', type: 'DECIMAL(3,0)' },
    { name: 'SEGMENT', type: 'VARCHAR(10) UTF8' },
  ],
  target_type: 'VARCHAR(3) UTF8',
  problem_type: 'BinaryClassification',
  response_keys: ['predicted_label', 'probabilities', 'labels'],
  serverless: false,
};

/** Calls a function of the module with a changed specification. Returns its result or problems, and the statements. */
async function call(name: 'create', changes: Spec = {}, stubs: Stubs = [[/^CREATE/, 0]]) {
  const transactionEnds: Stubs = [[/^(COMMIT|ROLLBACK)$/, 0]];
  const json = JSON.stringify({ ...spec, ...changes });
  const code = `local database = require('sme.database').new(pquery)
local result, problems = require('sme.prediction_udf').${name}(database, require('cjson').decode(json_str))
return { { result and tostring(result) or table.concat(problems, '\\n') } }, 'A VARCHAR(2000000)'
`;
  const constants = { languageAlias: 'PYTHON3', optionLines: '', extensionVersion: '1.2.3' };
  const body = bundleLua({ path: 'test.lua', text: code }, { constants });
  const { rows, statements, error } = await runBody(body, [...transactionEnds, ...stubs], { json_str: json });
  if (error !== undefined) throw new Error(error);
  return { result: String(rows[0]?.[0]), statements };
}

/** The signature that a CREATE SCRIPT statement declares. */
function readSignature(sql = '') {
  const { name, language, definition, body } = parseCreateScript(new TokenStream(sql));
  if (definition.kind !== 'udf' || definition.output.kind !== 'EMITS' || definition.output.columns === 'dynamic')
    throw new Error('no EMITS script');
  const outputs = definition.output.columns.map((column) => column.name);
  return { name, language, inputs: definition.inputColumns, outputs, body };
}

/** Compiles every body with one Python process, and returns the signatures with the settings that the bodies contain. */
function readStatements(all: readonly string[]) {
  const statements = all.filter((sql) => sql.startsWith('CREATE'));
  const code = `import json, sys
found = []
for body in json.load(sys.stdin):
    compile(body, "udf", "exec")
    scope = {"json": json}
    exec(next(line for line in body.split("\\n") if line.startswith("SETTINGS = ")), scope)
    found.append(scope["SETTINGS"])
json.dump(found, sys.stdout)`;
  const signatures = statements.map(readSignature);
  const input = JSON.stringify(signatures.map(({ body }) => body));
  const { stdout, stderr } = spawnSync('python3', ['-c', code], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  const settings: unknown[] = JSON.parse(stdout);
  return signatures.map((signature, at) => ({ ...signature, settings: settings[at] }));
}

test('creates the four UDFs of an endpoint', async () => {
  const { result, statements } = await call('create');
  expect(result).toBe('"SALES"."CHURN_1"');
  expect(statements).toHaveLength(5);
  const [prediction, , , statistics] = readStatements(statements);
  expect(prediction).toMatchObject({
    name: ['SALES', 'CHURN_1'],
    language: 'PYTHON3',
    inputs: [
      { name: 'ID', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } },
      { name: 'AGE', dataType: { type: 'DECIMAL', precision: 3, scale: 0 } },
      { name: 'SEGMENT', dataType: { type: 'VARCHAR', size: 10 } },
    ],
    outputs: ['ID', 'AGE', 'SEGMENT', 'PROBABILITY', 'PREDICTIONS'],
    settings: {
      endpoint: 'churn-1',
      connection: 'AWS',
      region: 'eu-central-1',
      keys: 1,
      classification: true,
      response_keys: ['predicted_label', 'probabilities', 'labels'],
      serverless: false,
      parallel: 4,
      statistics: false,
    },
  });
  expect(statistics).toMatchObject({ name: ['SALES', 'CHURN_1_STATISTICS'], inputs: prediction?.inputs });
  expect(statistics?.outputs.slice(0, 3)).toEqual(['ROWS_PREDICTED', 'CALLS', 'RETRIES']);
  expect(statistics?.settings).toMatchObject({ statistics: true });
});

const keyAndLine = [
  { name: 'ID', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } },
  { name: 'CSV_LINE', dataType: { type: 'VARCHAR', size: 2_000_000 } },
];

test('the UDFs for CSV lines take and return only the key columns', async () => {
  const [, lines, tolerant] = readStatements((await call('create')).statements);
  expect(lines).toMatchObject({
    name: ['SALES', 'CHURN_1_CSV'],
    inputs: keyAndLine,
    outputs: ['ID', 'PROBABILITY', 'PREDICTIONS'],
    settings: { input: 'csv', keys: 1 },
  });
  expect(lines?.settings).not.toHaveProperty('errors');
  expect(tolerant).toMatchObject({
    name: ['SALES', 'CHURN_1_TRY'],
    inputs: [{ name: 'MAX_ERRORS', dataType: { type: 'DECIMAL', precision: 9, scale: 0 } }, ...keyAndLine],
    outputs: ['ID', 'PROBABILITY', 'PREDICTIONS', 'ERROR'],
    settings: { input: 'csv', errors: true, max_errors_argument: true },
  });
});

test('with on_error, all UDFs that predict return the errors of rows', async () => {
  const { statements } = await call('create', { on_error: 'null', max_errors: 7 });
  const [prediction, lines, , statistics] = readStatements(statements);
  for (const udf of [prediction, lines]) {
    expect(udf?.outputs.at(-1)).toBe('ERROR');
    expect(udf?.settings).toMatchObject({ errors: true, max_errors: 7 });
  }
  expect(statistics?.settings).not.toHaveProperty('errors');
});

test('key columns can have the names of the arguments and results for CSV lines', async () => {
  const key_columns = ['CSV_LINE', 'MAX_ERRORS', 'ERROR', 'PREDICTIONS'].map((name) => ({ name, type: 'DATE' }));
  const { statements } = await call('create', { key_columns });
  const tolerant = readSignature(statements[2]);
  expect(tolerant.outputs.slice(4)).toEqual(['PROBABILITY', 'PREDICTIONS_2', 'ERROR_2']);
  expect(Array.isArray(tolerant.inputs) && tolerant.inputs.map(({ name }) => name)).toEqual([
    'MAX_ERRORS_2',
    ...key_columns.map(({ name }) => name),
    'CSV_LINE_2',
  ]);
});

test('a regression has no probability, and its predictions can have more digits than the target', async () => {
  const { statements } = await call('create', { problem_type: 'Regression', target_type: 'DECIMAL(3,1)' });
  expect(readSignature(statements[0]).outputs).toEqual(['ID', 'AGE', 'SEGMENT', 'PREDICTIONS']);
  expect(statements[0]).toContain('"PREDICTIONS" DECIMAL(36,1)) AS\n');
});

test('input columns can have the names of output columns', async () => {
  const input_columns = ['PREDICTIONS', 'PROBABILITY', 'PROBABILITY_2'].map((name) => ({ name, type: 'DOUBLE' }));
  const { statements } = await call('create', { input_columns, key_columns: [] });
  expect(readSignature(statements[0]).outputs.slice(3)).toEqual(['PROBABILITY_3', 'PREDICTIONS_2']);
});

test('names and settings can contain any character', async () => {
  const dangerous = [
    '"',
    "'",
    '"); DROP TABLE T; --',
    '\n/\n',
    '\n%env A=B;\n',
    '\\',
    '\\"',
    '{{body}}',
    '%1',
    ']==]',
    ':x ::y',
    'Größe 😀',
  ];
  const sent: string[] = [];
  for (const text of dangerous) {
    const { statements } = await call('create', {
      schema: text,
      name: text,
      endpoint_name: text,
      connection_name: text,
      aws_region: text,
      labels: [text],
      key_columns: [{ name: text, type: 'DATE' }],
    });
    sent.push(statements[0] ?? '');
  }
  for (const [at, { name, inputs, outputs, settings, body }] of readStatements(sent).entries()) {
    const text = dangerous[at];
    expect(name).toEqual([text, text]);
    expect(Array.isArray(inputs) && inputs[0]?.name).toBe(text);
    expect(outputs[0]).toBe(text);
    expect(settings).toMatchObject({ endpoint: text, connection: text, region: text, labels: [text] });
    expect(body).not.toMatch(/^\s*(\/\s*$|%env)/m);
  }
});

test('refuses types that contain other SQL, all in one error', async () => {
  const input_columns = [
    { name: 'A', type: 'DOUBLE) EMITS (B INT) AS --' },
    { name: 'G', type: 'GEOMETRY(4326)' },
    { name: 'ID', type: 'DOUBLE' },
  ];
  const { result, statements } = await call('create', { input_columns, target_type: "VARCHAR(1) UTF8'" });
  expect(result.match(/E-SME-16\d/g)).toEqual(['E-SME-166', 'E-SME-166', 'E-SME-165', 'E-SME-166']);
  expect(result).toContain("cannot take column 'A' of type 'DOUBLE) EMITS (B INT) AS --'.");
  expect(statements).toEqual([]);
});

test.each([
  ['DOUBLE', 'DOUBLE'],
  ['DOUBLE PRECISION', 'DOUBLE'],
  ['TIMESTAMP', 'TIMESTAMP'],
  ['TIMESTAMP(6)', 'TIMESTAMP'],
  ['TIMESTAMP(3) WITH LOCAL TIME ZONE', 'TIMESTAMP'],
  ['CHAR(5) ASCII', 'CHAR(5) ASCII'],
  ['BOOLEAN', 'BOOLEAN'],
])('an input of type %s is %s', async (type, expected) => {
  const { statements } = await call('create', { input_columns: [{ name: 'X', type }] });
  expect(statements[0]).toContain(`("ID" DECIMAL(18,0), "X" ${expected}) EMITS`);
});

test('passes a key column through as text if a UDF cannot emit its type', async () => {
  const { statements } = await call('create', { key_columns: [{ name: 'K', type: 'HASHTYPE(16 BYTE)' }] });
  expect(statements[0]).toContain('("K" VARCHAR(2000000) UTF8, "AGE"');
});

test('returns a TIMESTAMP for a target of TIMESTAMP(9)', async () => {
  const { statements } = await call('create', { target_type: 'TIMESTAMP(9)' });
  expect(statements[0]).toContain('"PREDICTIONS" TIMESTAMP) AS\n');
});

test("reports Exasol's message", async () => {
  const { result } = await call('create', {}, [[/^CREATE/, refusal('insufficient privileges for creating script')]]);
  expect(result).toBe(
    'E-SME-167: The prediction UDF "SALES"."CHURN_1" cannot be created: insufficient privileges for creating script. ' +
      'You need CREATE SCRIPT and the right to create objects in this schema. Otherwise set prediction_schema to another schema.',
  );
});

test('derives the name of the UDF from that of the endpoint', async () => {
  const code = `local names = require('sme.prediction_names')
return { { names.choose('my-endpoint-2') .. ' ' .. names.choose('APSPredictor') .. ' ' .. table.concat(names.list('e'), ' ') } },
'A VARCHAR(100)'`;
  expect(await evaluate(code)).toBe('MY_ENDPOINT_2 APSPredictor e e_CSV e_TRY e_STATISTICS');
});
