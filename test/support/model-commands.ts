import { join } from 'node:path';
import { type CommandCase, failsWith, type Surroundings, works, worksOnce } from './command-case.js';

const job = 'canary';

const startTraining = (name: string) => ['train', 'SALES.CUSTOMERS', '--target', 'CHURN', '--job-name', name, '--yes'];
const training = (name: string) => [...startTraining(name), '--max-candidates', '1'];
const serving = (name: string) => [
  'endpoint',
  'create',
  job,
  '--name',
  name,
  '--instance-type',
  'ml.m5.large',
  '--yes',
];

const batching = (name: string) => [
  ...['predict', job, 'SALES.CUSTOMERS', '--batch', '--into', 'SALES.SCORES', '--batch-name', name],
  ...['--instance-type', 'ml.m5.large', '--yes'],
];

/** Commands for training, endpoints and predictions, then the remaining ones, ending with undeploy. */
export function listModelCases({ folder, secrets }: Surroundings): Readonly<Record<string, CommandCase>> {
  const { awsSecret, sessionToken } = secrets;
  const inFile = (name: string) => join(folder, name);
  return {
    'data check': {
      works: [works('data', 'check', 'SALES.CUSTOMERS', '--target', 'CHURN')],
      fails: [
        failsWith(2, ['data', 'check', '--file', inFile('broken.json')]),
        failsWith(3, ['data', 'check', 'SALES.CUSTOMERS', '--target', 'CHRUN']),
        failsWith(7, ['data', 'check', 'SALES.CUSTOMERS', '--target', 'CHURN'], { EXASOL_SCHEMA: 'BARE' }),
      ],
    },
    train: {
      works: [
        works(...training(job), '--dry-run'),
        worksOnce(...training(job), '--wait', '--interval', '100ms'),
        worksOnce('train', '--file', inFile('training.json'), '--yes'),
      ],
      fails: [
        failsWith(
          2,
          training(job).filter((word) => word !== '--yes'),
        ),
        failsWith(2, ['train', '--file', inFile('broken.json'), '--yes']),
        failsWith(7, ['train', 'SALES.CUSTOMERS', '--target', 'CHRUN', '--job-name', 'x', '--yes']),
        failsWith(1, [...training('x'), '--bucket', 'no-such-bucket']),
        failsWith(1, training(job)),
        failsWith(7, training('x'), { EXASOL_SCHEMA: 'BARE' }),
      ],
      usesAws: [failsWith(4, training('x'))],
    },
    watch: {
      works: [works('watch', job)],
      fails: [
        failsWith(7, ['watch', 'nothing']),
        failsWith(7, ['watch', job], { EXASOL_SCHEMA: 'BARE' }),
        worksOnce(...startTraining('long')),
        {
          ...failsWith(130, ['watch', 'long', '--interval', '1h']),
          until: 'LIST_SAGEMAKER_AUTOPILOT_CANDIDATES',
          isOnce: true,
        },
      ],
      usesAws: [failsWith(4, ['watch', job])],
    },
    jobs: {
      works: [works('jobs')],
      fails: [failsWith(7, ['jobs'], { EXASOL_SCHEMA: 'BARE' })],
      usesAws: [works('jobs')],
    },
    models: {
      works: [works('models')],
      fails: [failsWith(7, ['models'], { EXASOL_SCHEMA: 'BARE' })],
      usesAws: [works('models')],
    },
    candidates: {
      works: [works('candidates', job)],
      fails: [failsWith(7, ['candidates', 'nothing'])],
      usesAws: [failsWith(4, ['candidates', job])],
    },
    evaluate: {
      works: [works('evaluate', 'SALES.CUSTOMERS', '--actual', 'CHURN', '--predicted', 'CHURN')],
      fails: [
        failsWith(2, ['evaluate', 'SALES.CUSTOMERS']),
        failsWith(7, ['evaluate', 'SALES.CUSTOMERS', '--actual', 'CHURN']),
        failsWith(7, ['evaluate', 'SALES.NOTHING', '--actual', 'CHURN']),
        failsWith(7, ['evaluate', 'SALES.CUSTOMERS', '--actual', 'CHURN'], { EXASOL_SCHEMA: 'BARE' }),
      ],
    },
    report: {
      works: [worksOnce('report', job, '--output', inFile('report.html')), works('report', job, '--output', '-')],
      fails: [failsWith(7, ['report', 'nothing']), failsWith(1, ['report', job, '--output', '/proc/sme/x.html'])],
      usesAws: [failsWith(4, ['report', job])],
    },
    'endpoint create': {
      works: [works(...serving('churn'), '--dry-run'), worksOnce(...serving('churn'), '--wait', '--interval', '100ms')],
      fails: [
        failsWith(
          2,
          serving('x').filter((word) => word !== '--yes'),
        ),
        failsWith(7, ['endpoint', 'create', 'nothing', '--instance-type', 'ml.m5.large', '--yes']),
        failsWith(2, ['endpoint', 'create', job, '--name', 'x', '--instance-type', 'ml.none', '--yes']),
      ],
      usesAws: [failsWith(4, serving('x'))],
    },
    'endpoint rollback': {
      // test/contract/version-commands.test.ts has an endpoint with an earlier version
      works: [],
      fails: [
        failsWith(7, ['endpoint', 'rollback', 'nothing', '--yes']),
        failsWith(7, ['endpoint', 'rollback', 'churn'], { EXASOL_SCHEMA: 'BARE' }),
      ],
    },
    'endpoint list': {
      works: [works('endpoint', 'list')],
      fails: [
        failsWith(7, ['endpoint', 'list'], { EXASOL_SCHEMA: 'BARE' }),
        // the table is shown with a warning
        failsWith(5, ['endpoint', 'list'], { AWS_SECRET_ACCESS_KEY: awsSecret }),
        failsWith(5, ['endpoint', 'list'], { AWS_ACCESS_KEY_ID: 'AKIANONE', AWS_SESSION_TOKEN: sessionToken }),
      ],
    },
    'endpoint delete': {
      works: [
        worksOnce(...serving('spare'), '--wait', '--interval', '100ms'),
        works('endpoint', 'delete', 'spare', '--dry-run'),
        worksOnce('endpoint', 'delete', 'spare', '--yes'),
      ],
      fails: [failsWith(2, ['endpoint', 'delete', 'churn']), failsWith(7, ['endpoint', 'delete', 'churm', '--yes'])],
      usesAws: [failsWith(4, ['endpoint', 'delete', 'churn', '--yes'])],
    },
    predict: {
      works: [
        works('predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2'),
        works('predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2', '--output', 'csv'),
      ],
      fails: [
        failsWith(7, ['predict', 'nothing', 'SALES.CUSTOMERS']),
        failsWith(7, ['predict', 'churn', 'SALES.NOTHING']),
        failsWith(2, ['predict', 'churn', '--sql', 'SELECT 1 AS X']),
      ],
      usesAws: [failsWith(4, ['predict', 'churn', 'SALES.CUSTOMERS', '--limit', '2'])],
    },
    'batch list': {
      works: [worksOnce(...batching('done'), '--interval', '100ms'), works('batch', 'list')],
      fails: [failsWith(7, ['batch', 'list'], { EXASOL_SCHEMA: 'BARE' })],
      usesAws: [works('batch', 'list')],
    },
    'batch finish': {
      works: [works('batch', 'finish', 'done')],
      fails: [failsWith(7, ['batch', 'finish', 'nothing'])],
    },
    'batch stop': {
      works: [worksOnce(...batching('stopped'), '--no-wait'), worksOnce('batch', 'stop', 'stopped', '--yes')],
      fails: [failsWith(2, ['batch', 'stop', 'done']), failsWith(7, ['batch', 'stop', 'nothing', '--yes'])],
    },
    doctor: {
      works: [worksOnce('doctor')],
      fails: [
        failsWith(3, ['doctor', '--only', 'identity', '--connection', 'WRONG'], { AWS_SESSION_TOKEN: sessionToken }),
        failsWith(2, ['doctor', '--only', 'databse']),
      ],
      usesAws: [failsWith(3, ['doctor', '--only', 'identity,bucket,leftovers'])],
    },
    cleanup: {
      works: [works('cleanup', '--dry-run'), works('gc', '--yes')],
      fails: [
        failsWith(7, ['cleanup'], { EXASOL_SCHEMA: 'BARE' }),
        failsWith(2, ['cleanup', '--only', 'dtaa']),
        failsWith(1, ['cleanup'], { AWS_SECRET_ACCESS_KEY: awsSecret }),
        failsWith(1, ['cleanup'], { AWS_ACCESS_KEY_ID: 'AKIANONE', AWS_SESSION_TOKEN: sessionToken }),
      ],
    },
    stop: {
      works: [works('stop', 'long', '--yes')],
      fails: [failsWith(2, ['stop', job]), failsWith(7, ['stop', 'nothing', '--yes'])],
      usesAws: [failsWith(4, ['stop', job, '--yes'])],
    },
    sandbox: {
      works: [
        { ...works('sandbox'), until: 'AKIASANDBOX' },
        { ...works('sandbox', '--output', 'env'), until: 'AKIASANDBOX' },
      ],
      fails: [
        failsWith(2, ['sandbox', '--port', 'x']),
        failsWith(2, ['sandbox', '--aws-endpoint', `a:${awsSecret}@b`]),
      ],
    },
    'sandbox list': { works: [works('sandbox', 'list')], fails: [] },
    'sandbox status': { works: [], fails: [failsWith(7, ['sandbox', 'status'])] },
    'sandbox stop': { works: [], fails: [failsWith(7, ['sandbox', 'stop', 'nothing'])] },
    // test/contract/sandbox-commands.test.ts fills, shows and stops a sandbox
    'sandbox load': { works: [], fails: [failsWith(7, ['sandbox', 'load', inFile('broken.json')])] },
    demo: {
      // test/e2e/demo.test.ts runs it to its end
      works: [],
      fails: [
        { ...failsWith(130, ['demo']), until: 'CREATE OR REPLACE CONNECTION' },
        failsWith(2, ['demo', '--csv', inFile('broken.json')]),
      ],
    },
    undeploy: {
      works: [works('undeploy', '--dry-run')],
      fails: [failsWith(2, ['undeploy', '--drop-metadata'])],
    },
  };
}
