import { names } from '../../src/scripts/names.js';
import { refusal, runBody, type StubResult, type Stubs, scriptBody } from './run-lua.js';

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
export const jobRow = [
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
/** A row of the endpoint table, with its columns in the order of the SELECT. */
export const endpointRow = (changes: Readonly<Record<number, string | null>> = {}) =>
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
      ...['SALES', 'CHURN', '{"key_columns":[],"parallel_requests":4,"functions":["CSV","TRY"]}', '1', 'ANNA'],
      /"exasol-sagemaker-extension (\S+)|exasol-sagemaker-extension (\S+)/.exec(
        scriptBody(names.createEndpoint),
      )?.[2] ?? '',
      ...[null, null, null, null],
    ],
    changes,
  );

/** How the database and AWS differ from the default stubs. */
export interface World {
  readonly start?: object;
  readonly endpoint?: object;
  readonly row?: readonly (string | null)[];
  readonly udfs?: readonly (readonly [string, string])[];
  readonly more?: Stubs;
}

export const allUdfs = [
  ['CHURN', '1'],
  ['CHURN_CSV', '1'],
  ['CHURN_TRY', '1'],
  ['CHURN_STATISTICS', '1'],
] as const;

/** Stubs of a command that succeeds, with the differences of the given world. */
export const stubs = ({
  start = { outcome: 'there', status: 'Creating' },
  endpoint,
  row,
  udfs = [],
  more = [],
}: World): Stubs => {
  let scripts = udfs;
  const rows = (value: object): StubResult => [[JSON.stringify({ problems: [], failures: [], ...value })]];
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
        scripts = allUdfs;
        return 1;
      },
    ],
    [/ENDPOINT_START_UDF/, rows(start)],
    [/ENDPOINT_REMOVAL_UDF/, rows({ objects: [], complete: true })],
    [/^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK|CREATE OR REPLACE|DROP SCRIPT)/, 1],
  ];
};

/** Creates an endpoint with changed parameters. */
export const create = (world: World, changes: object = {}) =>
  runBody(scriptBody(names.createEndpoint), stubs(world), { json_str: JSON.stringify({ ...parameters, ...changes }) });

/** UDF calls and statements that change something, one word for each. */
export const verbs = (statements: readonly string[]) =>
  statements
    .filter((sql) => /_UDF"\(|^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK|CREATE|DROP)/.test(sql) && !sql.includes('1 = 0'))
    .map((sql) => /(PLAN|START|REMOVAL)_UDF/.exec(sql)?.[1] ?? sql.split(' ')[0]);
