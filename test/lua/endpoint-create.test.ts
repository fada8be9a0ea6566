import { describe, expect, test } from 'vitest';
import { renderScripts } from '../../src/render/script.js';
import { names } from '../../src/scripts/names.js';
import { type Answer, refusal, runBody, type Stubs } from './run-lua.js';

const scripts = renderScripts({ schema: 'SCR', languageAlias: 'PYTHON3' });
const bodyOf = (name: string) => scripts.find((script) => script.name === name)?.body ?? '';

const parameters = { job_name: 'churn', prediction_schema: 'sales', instance_type: 'ml.m5.large' };
const plan = {
  candidate_name: 'best',
  problem_type: 'BinaryClassification',
  response_keys: ['predicted_label', 'probabilities', 'labels'],
  model: { Containers: [] },
  model_name: 'churn-11111111',
  variant: {},
  config_name: 'churn-22222222',
};
const jobRow = [
  'churn',
  'AWS',
  'eu-central-1',
  'r',
  'T',
  null,
  '["A","T"]',
  '["DECIMAL(18,0)","VARCHAR(3) UTF8"]',
  null,
  null,
];
/** In the order of the endpoint table. */
const endpointRow = (changes: Readonly<Record<number, string | null>> = {}) =>
  Object.assign(
    [
      ...[
        'churn',
        'eu-central-1',
        'AWS',
        'churn',
        'best',
        'churn-11111111',
        'churn-22222222',
        'ml.m5.large',
        '1',
        null,
        null,
      ],
      ...['SALES', 'CHURN', '{"key_columns":[],"parallel_requests":4}', '1', 'ANNA'],
      /"exasol-sagemaker-extension (\S+)|exasol-sagemaker-extension (\S+)/.exec(bodyOf(names.createEndpoint))?.[2] ??
        '',
      ...[null, null],
    ],
    changes,
  );

interface World {
  readonly start?: object;
  readonly endpoint?: object;
  readonly row?: readonly (string | null)[];
  readonly udfs?: readonly (readonly [string, string])[];
  readonly more?: Stubs;
}

const bothUdfs = [
  ['CHURN', '1'],
  ['CHURN_STATISTICS', '1'],
] as const;

/** A database and an AWS in which all goes well, but for what is said. */
const stubs = ({
  start = { outcome: 'there', status: 'Creating' },
  endpoint,
  row,
  udfs = [],
  more = [],
}: World): Stubs => {
  let scripts = udfs;
  const rows = (value: object): Answer => [[JSON.stringify({ problems: [], failures: [], ...value })]];
  return [
    ...more,
    [/^SELECT JOB_NAME/, [jobRow]],
    [/^SELECT CONNECTION_NAME/, [['AWS']]],
    [/^SELECT SCHEMA_NAME/, [['SALES'], ['SCR']]],
    [/^SELECT PRIVILEGE FROM SYS.EXA_USER_SYS_PRIVS/, [['ROLE DBA']]],
    [/^SELECT ENDPOINT_NAME/, row ? [row] : []],
    [/ENDPOINT_PLAN_UDF/, rows({ plan, endpoint })],
    [/^\s*SELECT SCRIPT_NAME/, () => scripts],
    [/^SELECT "SALES"."CHURN"\(\)/, refusal('function or script SALES.CHURN not found [line 1, column 8]')],
    [/^SELECT MODEL_NAME, ENDPOINT_CONFIG_NAME/, []],
    [
      /^CREATE OR REPLACE/,
      () => {
        scripts = bothUdfs;
        return 1;
      },
    ],
    [/ENDPOINT_START_UDF/, rows(start)],
    [/ENDPOINT_REMOVAL_UDF/, rows({ objects: [], complete: true })],
    [/^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK|CREATE OR REPLACE|DROP SCRIPT)/, 1],
  ];
};

const create = (world: World, changes: object = {}) =>
  runBody(bodyOf(names.createEndpoint), stubs(world), { json_str: JSON.stringify({ ...parameters, ...changes }) });

/** What was done, in a word each. */
const verbs = (statements: readonly string[]) =>
  statements
    .filter((sql) => /_UDF"\(|^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK|CREATE|DROP)/.test(sql) && !sql.includes('1 = 0'))
    .map((sql) => /(PLAN|START|REMOVAL)_UDF/.exec(sql)?.[1] ?? sql.split(' ')[0]);

describe('making an endpoint', () => {
  test('commits row and function before AWS is asked for anything', async () => {
    const { rows, statements, error } = await create({});
    expect(error).toBeUndefined();
    expect(rows).toEqual([
      ['churn', 'Creating', '"SALES"."CHURN"', 'churn-11111111', 'churn-22222222', 'churn', 'best', null],
    ]);
    expect(verbs(statements)).toEqual([
      'COMMIT',
      'PLAN',
      'INSERT',
      'COMMIT',
      'CREATE',
      'CREATE',
      'COMMIT',
      'START',
      'UPDATE',
      'COMMIT',
    ]);
  });

  test('that is there writes neither row nor function again', async () => {
    const endpoint = { status: 'InService', config_name: 'churn-22222222' };
    const { statements, error } = await create({ row: endpointRow(), endpoint, udfs: bothUdfs });
    expect(error).toBeUndefined();
    expect(verbs(statements)).toEqual(['COMMIT', 'PLAN', 'START', 'UPDATE', 'COMMIT']);
  });

  test('removes first what an interrupted run with other parameters may have left', async () => {
    const { statements } = await create({
      row: endpointRow({ 6: 'churn-33333333', 7: 'ml.m5.4xlarge' }),
      udfs: bothUdfs,
    });
    expect(verbs(statements).slice(0, 9)).toEqual([
      'COMMIT',
      'PLAN',
      'REMOVAL',
      'DROP',
      'DROP',
      'COMMIT',
      'DELETE',
      'COMMIT',
      'INSERT',
    ]);
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain('churn-33333333');
  });

  /** A session that writes the row between this one's look and its own write. */
  const beQuicker = (row: readonly (string | null)[]): Stubs => {
    let isThere = false;
    return [
      [
        /^INSERT.*VALUES/,
        () => {
          isThere = true;
          return refusal('constraint violation - primary key (ENDPOINT_NAME)', '27002');
        },
      ],
      [/^SELECT ENDPOINT_NAME/, () => (isThere ? [row] : [])],
    ];
  };

  test('goes on where the same command in another session wrote the row first', async () => {
    const { statements, error } = await create({ more: beQuicker(endpointRow()) });
    expect(error).toBeUndefined();
    expect(verbs(statements).slice(2, 6)).toEqual(['INSERT', 'ROLLBACK', 'CREATE', 'CREATE']);
  });

  test('gives way where another command in another session wrote the row first', async () => {
    const { statements, error } = await create({ more: beQuicker(endpointRow({ 3: 'other', 5: 'churn-33333333' })) });
    expect(error).toContain(
      "E-SME-141: The endpoint 'churn' was not created: another session is creating it for job 'other' with other parameters.",
    );
    expect(verbs(statements).slice(2)).toEqual(['INSERT', 'ROLLBACK']);
  });

  test('writes its row again where another session has deleted it meanwhile', async () => {
    const { statements, error } = await create({ more: [[/^UPDATE.*SET ENDPOINT_STATUS = '/, 0]] });
    expect(error).toContain(
      "E-SME-142: Another session has deleted the endpoint 'churn' while this one was creating it. AWS still has the endpoint " +
        "(status 'Creating'), so its row was restored.",
    );
    expect(verbs(statements).slice(-5)).toEqual(['START', 'UPDATE', 'COMMIT', 'INSERT', 'COMMIT']);
  });

  test('tries again where another transaction got in between, and drops what was done', async () => {
    const collision = refusal(
      'GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.',
      '40001',
    );
    let collisions = 2;
    const collide = () => (collisions-- > 0 ? collision : 1);
    const { statements, error } = await create({
      more: [[/^(UPDATE "SCR".*1 = 0|CREATE OR REPLACE.*_STATISTICS")/s, collide]],
    });
    expect(error).toBeUndefined();
    expect(verbs(statements)).toEqual([
      ...[
        'ROLLBACK',
        'ROLLBACK',
        'COMMIT',
        'PLAN',
        'INSERT',
        'COMMIT',
        'CREATE',
        'CREATE',
        'COMMIT',
        'START',
        'UPDATE',
        'COMMIT',
      ],
    ]);
  });

  test('refuses columns that its function cannot have before AWS is asked', async () => {
    const row = jobRow.with(7, '["GEOMETRY","VARCHAR(3) UTF8"]');
    const { statements, error } = await create({ more: [[/^SELECT JOB_NAME/, [row]]] });
    expect(error).toContain("E-SME-166: A prediction UDF cannot take column 'A' of type 'GEOMETRY'");
    expect(verbs(statements)).toEqual(['COMMIT']);
  });

  test('takes the row back where the function cannot be created', async () => {
    const denied = refusal('insufficient privileges for creating script');
    const { statements, error } = await create({ more: [[/^CREATE OR REPLACE/, denied]] });
    expect(error).toContain('E-SME-167');
    expect(verbs(statements).slice(-4)).toEqual(['CREATE', 'ROLLBACK', 'DELETE', 'COMMIT']);
    expect(statements.some((sql) => sql.includes('START_UDF'))).toBe(false);
  });
});

describe('asking only whether it is there', () => {
  test.each([[undefined], [{ status: 'Deleting', config_name: 'churn-22222222' }]])(
    'makes nothing anew that someone has deleted (%j)',
    async (endpoint) => {
      const { error, statements } = await create(
        { row: endpointRow(), ...(endpoint && { endpoint }) },
        { only_if_there: true },
      );
      expect(error).toContain("E-SME-169: AWS has no endpoint 'churn' in Region 'eu-central-1', or is deleting it.");
      expect(verbs(statements)).toEqual(['COMMIT', 'PLAN']);
    },
  );

  test('answers where it is, and has Python create nothing', async () => {
    const endpoint = { status: 'Creating', config_name: 'churn-22222222' };
    const { error, statements } = await create({ row: endpointRow(), endpoint }, { only_if_there: 'true' });
    expect(error).toBeUndefined();
    expect(statements.find((sql) => sql.includes('START_UDF'))).toContain('"only_if_there":true');
  });

  test('is true or false', async () => {
    expect((await create({}, { only_if_there: 'maybe' })).error).toContain("Invalid only_if_there 'maybe'");
  });
});

describe('a time to live', () => {
  const endpoint = { status: 'InService', config_name: 'churn-22222222' };
  const until = (seconds: string | null, moment: string | null) => endpointRow({ 17: seconds, 18: moment });
  const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
  const readStart = (statements: readonly string[]) =>
    JSON.parse(/\('(\{.*\})'/s.exec(statements.find((sql) => sql.includes('START_UDF')) ?? '')?.[1] ?? '{}');

  test('ends the endpoint at a moment that row, tags and answer have', async () => {
    const before = Date.now();
    const { rows, statements } = await create({}, { time_to_live_in_seconds: 3600 });
    const at = String(rows[0]?.[7]);
    expect(at).toMatch(moment);
    const seconds = (Date.parse(`${at.replace(' ', 'T')}Z`) - before) / 1000;
    expect(seconds).toBeGreaterThan(3598);
    expect(statements.find((sql) => sql.startsWith('INSERT INTO "SCR"') && sql.includes('VALUES'))).toContain(
      `3600, TIMESTAMP '${at}.000'`,
    );
    expect(readStart(statements)).toMatchObject({ expires_at: `${at.replace(' ', 'T')}Z`, moves_expiry: false });
  });

  test.each([
    ['said again', { time_to_live_in_seconds: '3600' }],
    ['left out', {}],
  ])('counts from the first call where it is %s, even when it is over', async (_, changes) => {
    const row = until('3600', '2020-02-29 23:59:59');
    const { rows, statements } = await create({ row, endpoint }, changes);
    expect(rows[0]?.[7]).toBe('2020-02-29 23:59:59');
    expect(readStart(statements)).toMatchObject({ expires_at: '2020-02-29T23:59:59Z', moves_expiry: false });
  });

  test('that is another one counts from now; the row is told when the tags are', async () => {
    const row = until('3600', '2020-02-29 23:59:59');
    const { rows, statements } = await create({ row, endpoint }, { time_to_live_in_seconds: 7200 });
    expect(String(rows[0]?.[7]) > '2026').toBe(true);
    expect(readStart(statements)).toMatchObject({ moves_expiry: true });
    const writes = statements.filter((sql) => sql.includes(String(rows[0]?.[7])));
    expect(writes.map((sql) => sql.split(' ')[0])).toEqual(['UPDATE']);
    expect(writes[0]).toMatch(/ENDPOINT_STATUS = .*TIME_TO_LIVE_IN_SECONDS = 7200/);
  });

  test('that is over begins anew where AWS has the endpoint no more', async () => {
    const row = until('3600', '2020-02-29 23:59:59');
    const again = await create({ row }, { time_to_live_in_seconds: 3600 });
    expect(String(again.rows[0]?.[7]) > '2026').toBe(true);
    expect((await create({ row })).rows[0]?.[7]).toBeNull();
  });

  test.each([[0], [-1], [1.5], ['8h'], [315_360_001]])('of %s is refused', async (seconds) => {
    const { error, statements } = await create({}, { time_to_live_in_seconds: seconds });
    expect(error).toContain(`E-SME-54: Invalid time_to_live_in_seconds '${seconds}'`);
    expect(statements.some((sql) => sql.includes('START_UDF'))).toBe(false);
  });
});

describe('an endpoint that AWS does not give', () => {
  const quota = {
    operation: 'sagemaker:CreateEndpoint',
    kind: 'service',
    code: 'ResourceLimitExceeded',
    message: 'is 0',
  };

  test.each([
    [
      'a quota',
      { outcome: 'refused', left: [], failures: [quota] },
      /E-SME-162.*E-SME-161.*ResourceLimitExceeded: is 0\./s,
    ],
    [
      'a failure',
      { outcome: 'refused', left: [], reason: 'No ping.' },
      /E-SME-160: The endpoint 'churn' failed: No ping\. Read its log/,
    ],
  ])('for %s leaves neither function nor row', async (_, start, expected) => {
    const { statements, error } = await create({ start });
    expect(error).toMatch(expected);
    expect(verbs(statements).slice(-6)).toEqual(['START', 'DROP', 'DROP', 'COMMIT', 'DELETE', 'COMMIT']);
  });

  test('keeps its row as long as something is left, and names it', async () => {
    const { statements, error } = await create({
      start: { outcome: 'refused', left: ["model 'm'"], failures: [quota] },
    });
    expect(error).toContain("E-SME-163: The endpoint 'churn' could not be created.");
    expect(error).toContain("What remains: model 'm' and the prediction UDF.");
    expect(verbs(statements).at(-1)).toBe('START');
  });

  test('says what is left where the function cannot be dropped afterwards', async () => {
    const { statements, error } = await create({
      start: { outcome: 'refused', left: [], failures: [quota] },
      more: [[/^DROP/, refusal('insufficient privileges for dropping')]],
    });
    expect(error).toContain('E-SME-163');
    expect(error).toMatch(
      /What remains: nothing in AWS, but the prediction UDF, or its row \(.*insufficient privileges/,
    );
    expect(statements.filter((sql) => sql.startsWith('DELETE FROM') && !sql.includes('1 = 0'))).toEqual([]);
  });

  test('keeps everything where no answer came', async () => {
    const { statements, error } = await create({ more: [[/ENDPOINT_START_UDF/, refusal('VM crashed')]] });
    expect(error).toMatch(/E-SME-164: It is unknown whether the endpoint 'churn' was created\. E-SME-77.*VM crashed/);
    expect(verbs(statements).at(-1)).toBe('START');
  });

  test('says which permissions it takes where one is lacking', async () => {
    const denied = { ...quota, code: 'AccessDeniedException' };
    const { error } = await create({ start: { outcome: 'refused', left: [], failures: [denied] } });
    expect(error).toMatch(/E-SME-78.*DeleteEndpoint.*iam:PassRole/);
  });
});

describe('the name of an endpoint', () => {
  const deploy = (endpoint_name: string, world: World = {}) =>
    runBody(bodyOf(names.deployEndpoint), stubs(world), {
      job_name: 'churn',
      endpoint_name,
      schema_name: 'SALES',
      instance_type: 'ml.m5.large',
      instance_count: '1',
      aws_credentials_connection_name: 'AWS',
      aws_region: 'eu-central-1',
    });

  test.each([
    ['APSPredictor', 'APSPredictor', '"SALES"."APSPredictor"'],
    ['churn-2', 'churn-2', '"SALES"."CHURN_2"'],
    ['My_Churn', 'my-churn', '"SALES"."MY_CHURN"'],
  ])('%s is %s in AWS, and its function %s', async (endpoint_name, inAws, udf) => {
    expect((await create({}, { endpoint_name })).rows[0]).toEqual(expect.arrayContaining([inAws, udf]));
  });

  test.each([
    ['APSPredictor', 'APSPredictor', '"SALES"."APSPredictor"'],
    ['churn-2', 'churn-2', '"SALES"."churn-2"'],
    ['MY_CHURN', 'my-churn', '"SALES"."MY_CHURN"'],
  ])('%s is %s in AWS, and its function %s, for users of the Python extension', async (endpoint_name, inAws, udf) => {
    expect((await deploy(endpoint_name)).rows[0]).toEqual(expect.arrayContaining([inAws, udf]));
  });

  test('of a row counts in any case, and the row keeps its spelling and its function', async () => {
    const row = endpointRow({ 0: 'Churn', 12: 'CHURN' });
    const { rows, statements } = await create({ row }, { endpoint_name: 'cHURN' });
    expect(rows[0]?.slice(0, 3)).toEqual(['Churn', 'Creating', '"SALES"."CHURN"']);
    expect(statements.find((sql) => sql.startsWith('SELECT ENDPOINT_NAME'))).toContain("UPPER('cHURN')");
  });
});

describe('deleting', () => {
  const remove = (world: World, values: Readonly<Record<string, string | null>> = {}) =>
    runBody(bodyOf(names.deleteEndpoint), stubs(world), {
      endpoint_name: 'churn',
      aws_credentials_connection_name: null,
      aws_region: null,
      ...values,
    });
  const known = { aws_credentials_connection_name: 'AWS', aws_region: 'eu-central-1' };
  const kept = 'kept: it is not a prediction UDF of this endpoint';

  test('drops its function, and keeps scripts that are not its own', async () => {
    const udfs = [
      ['CHURN', '1'],
      ['CHURN_STATISTICS', '0'],
    ] as const;
    const { rows, statements } = await remove({ row: endpointRow(), udfs });
    expect(rows).toEqual([
      ['prediction UDF', '"SALES"."CHURN"', 'deleted'],
      ['script', '"SALES"."CHURN_STATISTICS"', kept],
    ]);
    expect(statements.filter((sql) => sql.startsWith('DROP'))).toEqual(['DROP SCRIPT IF EXISTS "SALES"."CHURN"']);
  });

  test('drops nothing that a forged row names', async () => {
    const row = endpointRow({ 11: 'HR', 12: 'PAYROLL' });
    const udfs = [['PAYROLL', '1', 'payroll"'] as unknown as readonly [string, string]];
    const { rows, statements } = await remove({ row, udfs });
    expect(rows).toEqual([['prediction UDF', '"HR"."PAYROLL"', kept]]);
    expect(statements.some((sql) => sql.startsWith('DROP'))).toBe(false);
  });

  test('keeps the row of a function that the user cannot see', async () => {
    const { error, statements } = await remove({
      row: endpointRow(),
      more: [[/^SELECT "SALES"."CHURN"\(\)/, refusal('insufficient privileges for executing a script', '42500')]],
    });
    expect(error).toMatch(
      /E-SME-148.*E-SME-275: The prediction UDF "SALES"."CHURN" may still exist.*\(insufficient privileges for executing a script\)/,
    );
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL']);
  });

  test('removes the row of a function that is gone', async () => {
    const { rows, statements } = await remove({ row: endpointRow() });
    expect(rows).toEqual([['prediction UDF', '"SALES"."CHURN"', 'was not there']]);
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL', 'DELETE', 'COMMIT']);
  });

  test('again, after it has ended, says that nothing is left', async () => {
    const { rows, error } = await remove({ more: [[/^SELECT CONNECTION_NAME/, []]] });
    expect(error).toBeUndefined();
    expect(rows).toEqual([['endpoint', 'churn', expect.stringMatching(/^nothing left: /)]]);
  });

  test('refuses an endpoint that Python says is not ours, and keeps row and function', async () => {
    const foreign = JSON.stringify({ objects: [], refused: true, problems: ['E-SME-271: …'], failures: [] });
    const { error, statements } = await remove({
      row: endpointRow(),
      udfs: bothUdfs,
      more: [[/ENDPOINT_REMOVAL_UDF/, [[foreign]]]],
    });
    expect(error).toMatch(/^"?E-SME-271/);
    expect(verbs(statements)).toEqual(['COMMIT', 'REMOVAL']);
  });

  test('keeps models and configurations that another row names', async () => {
    const more: Stubs = [[/^SELECT MODEL_NAME, ENDPOINT_CONFIG_NAME/, [['churn-11111111', 'other-config']]]];
    const { statements } = await remove({ row: endpointRow(), more });
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain(
      '"kept_names":["churn-11111111","other-config"]',
    );
  });

  const connection = 'SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_CHURN';
  const ofPythonExtension: Stubs = [
    [/^SELECT CONNECTION_NAME.*WHERE/, [[connection]]],
    [/^SELECT SCRIPT_SCHEMA, SCRIPT_NAME/, [['ML', 'churn']]],
  ];

  test('takes function and connection of an endpoint of the Python extension, too', async () => {
    const { rows, statements } = await remove({ more: [...ofPythonExtension, [/^DROP/, 1]] }, known);
    expect(rows).toEqual([
      ['prediction UDF', '"ML"."churn"', 'deleted'],
      ['connection', connection, 'deleted'],
    ]);
    expect(statements.find((sql) => sql.includes('REMOVAL_UDF'))).toContain('"from_python_extension":true');
  });

  test('names what remains of an endpoint of the Python extension', async () => {
    const { rows } = await remove(
      { more: [...ofPythonExtension, [/^DROP/, refusal('insufficient privileges')]] },
      known,
    );
    expect(rows).toEqual([
      ['prediction UDF', '"ML"."churn"', 'not deleted: insufficient privileges'],
      ['connection', connection, 'kept: its prediction UDF still exists'],
    ]);
  });
});
