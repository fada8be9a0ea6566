/** Endpoints that AWS fails to create, jobs recovered without tags, and conflicting names of prediction UDFs. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteTagsCommand,
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  ListCandidatesForAutoMLJobCommand,
  ListTagsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { executeForRows } from '../support/job-scripts.js';
import { connectS3 } from '../support/live-aws.js';
import type { TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

const nothing = { models: [], configs: [], endpoints: [] };
const type = 'ml.g5.xlarge';

let trained: TrainedSandbox;
let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 1, endpointCreate: 100, endpointDelete: 100 } },
    training: { exclude_columns: ['ID'], mode: 'ENSEMBLING', max_candidates: 2 },
  });
  ({ sandbox, driver, sagemaker } = trained);
});

afterAll(() => trained?.stop());

afterEach(async () => {
  await deleteEndpoint(driver, 'SME', 'churn', 'AWS', sandbox.aws.region);
  expect(await listHosting(sagemaker)).toEqual(nothing);
});

const makeParameters = (changes: object) => ({
  job_name: 'churn',
  prediction_schema: 'SALES',
  instance_type: type,
  wait: true,
  ...changes,
});

/** The status of an endpoint whose creation must succeed. */
async function create(changes: object = {}): Promise<unknown> {
  const outcome = await createEndpoint(driver, 'SME', makeParameters(changes));
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  return outcome.rows[0]?.[1];
}

async function refuse(changes: object = {}): Promise<string> {
  const outcome = await createEndpoint(driver, 'SME', makeParameters(changes));
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.text;
}

const readRows = () => run(driver, 'SELECT MODEL_NAME FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS');
const listUdfs = () => run(driver, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'");

describe('an endpoint for which AWS has no capacity', () => {
  const control = () => sandbox.awsControl;
  const capacityError = new RegExp(
    [
      "E-SME-162: The endpoint 'churn' could not be created",
      "E-SME-160: The endpoint 'churn' failed: Unable to provision .+ InsufficientInstanceCapacity error",
      '.+ Use another instance_type, or try again later',
      'All its objects were deleted',
    ].join('\\. '),
  );

  beforeEach(() => void control()?.exhaustedInstanceTypes.add(type));
  afterEach(() => control()?.exhaustedInstanceTypes.clear());

  test('reports the error of AWS and deletes everything; the same command succeeds once there is capacity', async () => {
    expect(await refuse()).toMatch(capacityError);
    expect(await listHosting(sagemaker)).toEqual(nothing);
    expect(await listUdfs()).toEqual([]);
    expect(await readRows()).toEqual([]);
    control()?.exhaustedInstanceTypes.clear();
    expect(await create()).toBe('InService');
  });

  test('that was created without waiting is reported by its prediction UDF and by the same command', async () => {
    expect(await create({ wait: false })).toBe('Creating');
    const describe = () => sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'churn' }));
    await expect.poll(async () => (await describe()).EndpointStatus).toBe('Failed');
    await expect(run(driver, "SELECT SALES.CHURN(1, 'S1')")).rejects.toThrow(/E-SME-\d+.*InService/s);
    expect(await refuse({ wait: false })).toMatch(capacityError);
    expect(await listHosting(sagemaker)).toEqual(nothing);
    control()?.exhaustedInstanceTypes.clear();
    expect(await create()).toBe('InService');
  });

  test('names what AWS does not delete and keeps its row, so that the same command can continue', async () => {
    // botocore makes three attempts
    control()?.throttleNext('DeleteModel', 3);
    const text = await refuse();
    const { models, configs, endpoints } = await listHosting(sagemaker);
    expect([models.length, configs, endpoints]).toEqual([1, [], []]);
    expect(text).toMatch(/E-SME-163.*E-SME-160.*InsufficientInstanceCapacity/s);
    expect(text).toContain(
      `What remains: model '${models[0]}' and the prediction UDF. Run the same command again, or `,
    );
    expect(await readRows()).toEqual([models]);
    control()?.exhaustedInstanceTypes.clear();
    expect(await create()).toBe('InService');
    expect((await listHosting(sagemaker)).models).toEqual(models);
  });
});

test('an endpoint whose model archive is invalid reports the error of AWS and deletes everything', async () => {
  const job = { AutoMLJobName: 'churn' };
  const { Candidates = [] } = await sagemaker.send(new ListCandidatesForAutoMLJobCommand(job));
  const { BestCandidate } = await sagemaker.send(new DescribeAutoMLJobV2Command(job));
  const other = Candidates.find(({ CandidateName }) => CandidateName !== BestCandidate?.CandidateName);
  const archive = new URL(other?.InferenceContainers?.[0]?.ModelDataUrl ?? '');
  const s3 = connectS3(sandbox.aws);
  await s3.send(new PutObjectCommand({ Bucket: archive.host, Key: archive.pathname.slice(1), Body: 'overwritten' }));
  s3.destroy();
  expect(await refuse({ candidate_name: other?.CandidateName })).toMatch(
    /E-SME-162: .+ E-SME-160: .+ failed: Unable to extract model data .+ Restore the job's objects in S3 .+ were deleted\./,
  );
  expect(await listHosting(sagemaker)).toEqual(nothing);
});

describe('the deleted row of a job', () => {
  const readRow = async () => {
    const names = await run(
      driver,
      "SELECT COLUMN_NAME FROM SYS.EXA_ALL_COLUMNS WHERE COLUMN_TABLE = 'SME_METADATA_AUTOPILOT_JOBS' ORDER BY COLUMN_ORDINAL_POSITION",
    );
    const [row = []] = await run(driver, "SELECT * FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = 'churn'");
    return Object.fromEntries(row.map((cell, index) => [String(names[index]?.[0]), cell]));
  };

  test('is recovered without tags from AWS and the training data, which is enough for an endpoint', async () => {
    const before = await readRow();
    const { AutoMLJobArn: ResourceArn } = await sagemaker.send(
      new DescribeAutoMLJobV2Command({ AutoMLJobName: 'churn' }),
    );
    const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn }));
    const TagKeys = Tags.flatMap(({ Key = '' }) => (Key.startsWith('exasol:row-') ? [Key] : []));
    expect(TagKeys).not.toEqual([]);
    await sagemaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys }));
    await run(driver, 'DELETE FROM SME.SME_METADATA_AUTOPILOT_JOBS');

    const script = 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS';
    expect(await executeForRows(driver, 'SME', script, 'AWS', sandbox.aws.region)).toEqual([
      {
        JOB_NAME: 'churn',
        CREATED: expect.any(String),
        RESULT: 'recovered from what AWS reports: column types are unknown and treated as text',
      },
    ]);
    const text = 'VARCHAR(2000000) UTF8';
    expect(await readRow()).toEqual({
      ...before,
      DATETIME: expect.any(String),
      COLUMN_TYPES: JSON.stringify([text, text, text]),
      // only the tags contain these
      INPUT_SCHEMA_NAME: null,
      INPUT_TABLE_OR_VIEW_NAME: null,
      ROWS_EXPORTED: null,
      FILES_EXPORTED: null,
      RUN_TOKEN: null,
      REQUEST_DIGEST: null,
    });
    expect(await create({ instance_type: 'ml.m5.large' })).toBe('InService');
    const [row] = await run(driver, "SELECT SALES.CHURN('70', 'S1')");
    expect(row).toEqual(['70', 'S1', expect.any(Number), 'yes']);
  });
});

describe('two endpoints whose prediction UDFs have the same name', () => {
  const create = async (endpoint_name: string, changes: object = {}) => {
    const parameters = makeParameters({ instance_type: 'ml.m5.large', wait: false, endpoint_name, ...changes });
    const outcome = await createEndpoint(driver, 'SME', parameters);
    return outcome.kind === 'error' ? outcome.text : String(outcome.kind === 'resultSet' && outcome.rows[0]?.[2]);
  };
  const nameConflict = (name: string, other: string) =>
    `E-SME-159: A script already has the name of a prediction UDF: "SALES"."${name}", which belongs to the endpoint '${other}'. ` +
    'Use another prediction_schema or endpoint_name.';

  test.each([
    ['churn', 'churn-statistics'],
    ['churn-statistics', 'churn'],
  ])('cannot be in one schema: %s keeps its UDF, and %s is refused', async (first, second) => {
    expect(await create(first)).toMatch(/^"SALES"/);
    const before = await run(driver, "SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'");
    expect(await create(second)).toContain(nameConflict('CHURN_STATISTICS', first));
    expect(await run(driver, "SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'")).toEqual(
      before,
    );
    expect((await listHosting(sagemaker)).endpoints).toEqual([first]);
    expect(await create(second, { prediction_schema: 'SME' })).toMatch(/^"SME"/);
    await deleteEndpoint(driver, 'SME', 'churn-statistics', 'AWS', sandbox.aws.region);
  });

  test('cannot be in one schema either if they have the same name in two Regions', async () => {
    expect(await create('churn')).toBe('"SALES"."CHURN"');
    await run(driver, "UPDATE SME.SME_METADATA_AUTOPILOT_ENDPOINTS SET ENDPOINT_NAME = 'elsewhere'");
    const region = (from: string, to: string) =>
      run(
        driver,
        `SELECT REPLACE(SCRIPT_TEXT, '${from}', '${to}') FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME = 'CHURN'`,
      );
    const [[text] = []] = await region(`\\"${sandbox.aws.region}\\"`, '\\"us-east-1\\"');
    expect(text).toContain('us-east-1');
    await run(driver, String(text).replace('CREATE ', 'CREATE OR REPLACE ').replace('"CHURN"', 'SALES."CHURN"'));
    expect(await create('churn')).toContain(
      nameConflict('CHURN', 'churn').replace("'churn'", "'churn' of another Region"),
    );
    await run(driver, "UPDATE SME.SME_METADATA_AUTOPILOT_ENDPOINTS SET ENDPOINT_NAME = 'churn'");
  });
});
