/**
 * What nobody could look up: facts about Exasol and AWS that our scripts rest on, but that no documentation, no source and no
 * log of a real system has shown us. `npm run test:live -- --list` prints them; `npm run test:live` asks a real cluster.
 * No imports here: test/support/run-live.mjs reads this file as it is.
 */
export interface UnverifiedFact {
  readonly id: string;
  readonly fact: string;
  /** The file that rests on it. */
  readonly where: string;
  /** What breaks where it is otherwise. */
  readonly rests: string;
  /** True where the file is written so that it works either way: then another answer is news, not a failure. */
  readonly tolerated: boolean;
  readonly check: FactCheck;
}

export type FactCheck =
  /** probes.test.ts asks for it alone and says what it saw. */
  | { readonly kind: 'probe' }
  /** A suite cannot pass where it is otherwise. */
  | { readonly kind: 'test'; readonly file: string; readonly title: string }
  | { readonly kind: 'hand'; readonly how: string };

const probe: FactCheck = { kind: 'probe' };
const train = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/train.test.ts', title });
const deploy = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/deploy.test.ts', title });
const byHand = (how: string): FactCheck => ({ kind: 'hand', how });

const scripts: readonly UnverifiedFact[] = [
  {
    id: 'lua-decimal',
    fact: 'A DECIMAL in Lua, whatever its type, prints as its digits',
    where: 'templates/lua/sme/training_input.lua',
    rests: 'nothing: numbers are cast to text in SQL before Lua reads them',
    tolerated: true,
    check: probe,
  },
  {
    id: 'lua-session-id',
    fact: 'exa.meta.session_id prints as the digits of CURRENT_SESSION, and loses none',
    where: 'templates/lua/entry/train.lua',
    rests: 'the SESSION_ID of a job names no session, or the row is refused',
    tolerated: false,
    check: probe,
  },
  {
    id: 'lua-no-open-schema',
    fact: 'exa.meta.current_schema is nil, null or empty where no schema is open',
    where: 'templates/lua/entry/train.lua',
    rests: 'input_query fails in a session without an open schema: its view is made in a schema of a wrong name',
    tolerated: false,
    check: probe,
  },
  {
    id: 'lua-error-text',
    fact: 'error(text, 0) reaches the client as `"text" caught in script …`, with no position in front',
    where: 'templates/lua/sme/errors.lua',
    rests: 'nothing: errors then begin with a position before their code',
    tolerated: true,
    check: probe,
  },
  {
    id: 'lua-pcall-text',
    fact: 'pcall hands back the text of an error as it was raised',
    where: 'templates/lua/sme/json_arguments.lua',
    rests: 'nothing: E-SME-51 then shows a position within our script',
    tolerated: true,
    check: probe,
  },
  {
    id: 'pquery-session-suffix',
    fact: 'error_message of pquery has no ` (Session: …)` at its end',
    where: 'templates/lua/sme/errors.lua',
    rests: 'nothing: it is cut off where it is there',
    tolerated: true,
    check: probe,
  },
  {
    id: 'pquery-keeps-transaction',
    fact: 'A statement that fails in pquery undoes itself only, not the transaction',
    where: 'templates/lua/sme/job_table.lua',
    rests: 'nothing: each statement that writes is followed by its own COMMIT',
    tolerated: true,
    check: probe,
  },
  {
    id: 'cjson-numbers',
    fact: 'cjson writes whole numbers without point and exponent, whether Lua holds them as integer or float',
    where: 'templates/lua/sme/udf.lua',
    rests: 'limits such as max_candidates reach boto3 as floats, which it refuses',
    tolerated: false,
    check: probe,
  },
  {
    id: 'returns-table-empty',
    fact: 'A RETURNS TABLE script may answer no row: exit({}, columns)',
    where: 'templates/README.md',
    rests: 'lists (candidates, jobs, recovered jobs) fail where there is nothing to list',
    tolerated: false,
    check: probe,
  },
  {
    id: 'lua-syntax-at-create',
    fact: 'CREATE SCRIPT refuses Lua that does not compile',
    where: 'src/deploy/smoke.ts',
    rests: 'nothing: our own tests compile every script',
    tolerated: true,
    check: probe,
  },
  {
    id: 'script-text',
    fact: 'SCRIPT_TEXT is a header of Exasol up to ` AS` and a line end, then the body as it was sent, but for blanks at its ends',
    where: 'src/render/stamp.ts',
    rests: 'every script looks edited: each deployment replaces all of them',
    tolerated: false,
    check: probe,
  },
  {
    id: 'script-call-commits',
    fact: 'A script may COMMIT in the middle, also in a session with autocommit off',
    where: 'templates/lua/sme/job_table.lua',
    rests: 'no training starts',
    tolerated: false,
    check: train('works with autocommit off, and has committed its row'),
  },
  {
    id: 'udf-environment',
    fact: 'The environment of a UDF names no AWS endpoint',
    where: 'templates/python/sme/aws_client.py',
    rests: 'nothing: an endpoint that is named is used, as botocore itself does',
    tolerated: true,
    check: probe,
  },
  {
    id: 'udf-network',
    fact: 'A UDF reaches AWS: name server, certificates and proxies are in order in the container',
    where: 'templates/python/sme/aws_client.py',
    rests: 'everything but the export: E-SME-80',
    tolerated: false,
    check: train('exports every row once'),
  },
  {
    id: 'udf-connection-name',
    fact: 'exa.get_connection finds a name with small letters, as it is or in double quotes',
    where: 'templates/python/sme/credentials.py',
    rests: 'connections whose names need quotes cannot be used',
    tolerated: false,
    check: probe,
  },
];

const deployment: readonly UnverifiedFact[] = [
  {
    id: 'batch-create-script',
    fact: 'executeBatch takes CREATE SCRIPT with its whole body, and COMMIT as its last statement, with autocommit off',
    where: 'src/deploy/apply.ts',
    rests: 'sme deploy does not work',
    tolerated: false,
    check: deploy('installs everything with at most 8 requests'),
  },
  {
    id: 'batch-stops',
    fact: 'executeBatch stops at the first statement that fails, and ROLLBACK undoes CREATE SCHEMA and all before it',
    where: 'src/deploy/apply.ts',
    rests: 'a failed deployment leaves half a schema',
    tolerated: false,
    check: deploy('leaves no trace when it fails in the middle'),
  },
  {
    id: 'batch-abort',
    fact: 'After abortQuery in the middle of a batch nothing that the batch did stays',
    where: 'src/exasol/session.ts',
    rests: 'nothing: a server that does not answer is hung up on, and rolls back then',
    tolerated: true,
    check: deploy('leaves all or nothing on Ctrl-C'),
  },
  {
    id: 'collision-text',
    fact: 'Where deployments at once collide, the error says `Transaction collision`, or that the object already exists',
    where: 'src/exasol/sql-error.ts',
    rests: 'of two deployments at once one fails instead of waiting',
    tolerated: false,
    check: deploy('ends well when several run at once'),
  },
  {
    id: 'catalog-for-everybody',
    fact: 'An ordinary user may read EXA_USER_SYS_PRIVS, EXA_ROLE_SYS_PRIVS, EXA_USER_ROLE_PRIVS, EXA_ROLE_ROLE_PRIVS, EXA_PARAMETERS, EXA_METADATA and EXA_ALL_CONNECTIONS',
    where: 'src/deploy/read-installed.ts',
    rests: 'only administrators can deploy, or train',
    tolerated: false,
    check: probe,
  },
  {
    id: 'replace-keeps-execute',
    fact: 'CREATE OR REPLACE SCRIPT keeps GRANT EXECUTE on the script',
    where: 'src/deploy/grants.ts',
    rests: 'nothing: the grants that sme prints name the schema',
    tolerated: true,
    check: probe,
  },
  {
    id: 'replace-keeps-connection',
    fact: 'CREATE OR REPLACE CONNECTION keeps GRANT CONNECTION',
    where: 'templates/python/sme/credentials.py',
    rests: 'nothing: errors advise ALTER CONNECTION',
    tolerated: true,
    check: probe,
  },
  {
    id: 'empty-result',
    fact: 'A result without rows has no `data`, or empty columns in it',
    where: 'src/exasol/session.ts',
    rests: 'nothing: both are read',
    tolerated: true,
    check: probe,
  },
  {
    id: 'own-transaction-catalog',
    fact: 'EXA_ALL_COLUMNS shows a view that the own transaction has made',
    where: 'templates/lua/sme/query_columns.lua',
    rests: 'nothing: DESCRIBE is asked where it does not',
    tolerated: true,
    check: probe,
  },
  {
    id: 'describe-columns',
    fact: 'DESCRIBE answers name and type of a column in its first two columns',
    where: 'templates/lua/sme/query_columns.lua',
    rests: 'input_query fails where the catalog does not show the own transaction either',
    tolerated: false,
    check: probe,
  },
];

const exports: readonly UnverifiedFact[] = [
  {
    id: 'export-row-count',
    fact: 'The result of EXPORT in Lua has etl_rows_written',
    where: 'templates/lua/sme/s3_export.lua',
    rests: 'nothing: the rows counted before the export are reported',
    tolerated: true,
    check: probe,
  },
  {
    id: 'export-null',
    fact: 'With DELIMIT = ALWAYS, NULL is an empty cell in quotes',
    where: 'templates/lua/sme/cell_form.lua',
    rests: 'nothing: a bare empty cell means the same to a reader of CSV',
    tolerated: true,
    check: probe,
  },
  {
    id: 'export-header',
    fact: 'With DELIMIT = ALWAYS, names in the header are quoted, and quotes in them doubled',
    where: 'templates/lua/sme/s3_export.lua',
    rests: 'tables with commas, quotes or line breaks in column names cannot be trained on',
    tolerated: false,
    check: probe,
  },
  {
    id: 'export-header-each-file',
    fact: 'WITH COLUMN NAMES writes the header into every file',
    where: 'templates/lua/sme/s3_export.lua',
    rests: 'SageMaker takes the first row of most files for their header',
    tolerated: false,
    check: train('exports every row once, a header in every file'),
  },
  {
    id: 'export-numbers',
    fact: 'EXPORT writes a DECIMAL without trailing zeros, and a DOUBLE as CAST to text does',
    where: 'templates/lua/sme/cell_form.lua',
    rests:
      'nothing for training; the text of a number in a prediction may differ from that of the training, the number does not',
    tolerated: true,
    check: probe,
  },
  {
    id: 'export-texts',
    fact: 'Line breaks, quotes, commas and emoji in a text survive in a quoted cell',
    where: 'templates/lua/sme/s3_export.lua',
    rests: 'texts of several lines make rows of their own',
    tolerated: false,
    check: train('texts with commas, quotes, line breaks, emoji'),
  },
  {
    id: 'export-empty-files',
    fact: 'A file that got no rows is there, with nothing but the header',
    where: 'templates/python/sme/export_tidy.py',
    rests: 'nothing: files without rows are removed, files that are not there are not counted',
    tolerated: true,
    check: train('no file without rows'),
  },
  {
    id: 'export-rights',
    fact: 'EXPORT needs s3:PutObject and s3:AbortMultipartUpload, and neither s3:ListMultipartUploadParts nor s3:GetBucketLocation',
    where: 'templates/lua/sme/s3_export.lua',
    rests: 'the policy in the README lacks an action; E-SME-70 tells which',
    tolerated: true,
    check: byHand('run test:live with keys that have exactly the policy of the README'),
  },
  {
    id: 'export-zone',
    fact: 'CONVERT_TZ(column, SESSIONTIMEZONE, UTC) of a TIMESTAMP WITH LOCAL TIME ZONE is the time in UTC',
    where: 'templates/lua/sme/cell_form.lua',
    rests: 'times with a zone are off by the session\u2019s zone',
    tolerated: false,
    check: train('times with a zone in UTC'),
  },
];

const aws: readonly UnverifiedFact[] = [
  {
    id: 'aws-missing-job',
    fact: 'DescribeAutoMLJobV2 of a job that is not there: ResourceNotFound, or ValidationException that says so',
    where: 'templates/python/sme/auto_ml_api.py',
    rests: 'no training starts: a free name looks like a failure',
    tolerated: false,
    check: probe,
  },
  {
    id: 'aws-refused-keys',
    fact: 'Keys that nobody has: UnrecognizedClientException, InvalidSignatureException or InvalidClientTokenId',
    where: 'templates/lua/sme/aws_errors.lua',
    rests: 'nothing: E-SME-84 with AWS\u2019s words instead of E-SME-79',
    tolerated: true,
    check: probe,
  },
  {
    id: 'aws-validation-text',
    fact: 'CreateAutoMLJobV2 with an illegal value: ValidationException, `1 validation error detected: Value …`',
    where: 'templates/lua/sme/aws_errors.lua',
    rests: 'nothing: E-SME-84 with AWS\u2019s words instead of E-SME-88',
    tolerated: true,
    check: probe,
  },
  {
    id: 'aws-name-taken',
    fact: 'CreateAutoMLJobV2 with a name that is taken: ResourceInUse',
    where: 'templates/lua/sme/aws_errors.lua',
    rests: 'nothing: E-SME-84 with AWS\u2019s words instead of E-SME-87',
    tolerated: true,
    check: probe,
  },
  {
    id: 'aws-stop-missing-job',
    fact: 'StopAutoMLJob of a job that is not there: ResourceNotFound',
    where: 'templates/python/sme/job_stop.py',
    rests: 'nothing: AWS\u2019s own words are shown',
    tolerated: true,
    check: probe,
  },
  {
    id: 'aws-job-arn',
    fact: 'The ARN that Describe answers is the one that ListTags takes, whatever the case of the name in it',
    where: 'templates/python/sme/jobs_recovery.py',
    rests: 'jobs whose row was lost cannot be told by their tags',
    tolerated: false,
    check: train('exports every row once'),
  },
  {
    id: 'aws-phases',
    fact: 'The order of the secondary statuses of a job in ENSEMBLING mode',
    where: 'templates/python/sme/job_status.py',
    rests: 'nothing: secondary statuses are shown as they come',
    tolerated: true,
    check: byHand('watch the secondary statuses of a job in ENSEMBLING mode'),
  },
  {
    id: 'aws-header-only-file',
    fact: 'SageMaker refuses, or bears, a CSV file that holds nothing but the header',
    where: 'templates/python/sme/export_tidy.py',
    rests: 'nothing: there is none in the prefix',
    tolerated: true,
    check: byHand(
      'put a file with the header alone beside the files of a training and create a job on the prefix with the AWS CLI',
    ),
  },
  {
    id: 'aws-rights',
    fact: 'The V2 calls are allowed by actions of their own names, and tags on create need sagemaker:AddTags',
    where: 'templates/lua/sme/aws_errors.lua',
    rests: 'the policy in the README lacks an action; E-SME-78 tells which',
    tolerated: true,
    check: byHand('run test:live with keys that have exactly the policy of the README'),
  },
];

const serving: readonly UnverifiedFact[] = [
  {
    id: 'aws-missing-endpoint',
    fact: 'Describe of a model, a configuration or an endpoint that is not there: ValidationException, `Could not find …`',
    where: 'templates/python/sme/hosting_api.py',
    rests: 'no endpoint is created: a free name looks like a failure',
    tolerated: false,
    check: probe,
  },
  {
    id: 'aws-stop-finished-job',
    fact: 'StopAutoMLJob of a job that has ended: ValidationException, or nothing',
    where: 'templates/python/sme/job_stop.py',
    rests: 'stopping a job twice is an error',
    tolerated: false,
    check: probe,
  },
  {
    id: 'aws-explainability-file',
    fact: 'The explainability report of a tabular job is a JSON file with explanations.kernel_shap.<label>.global_shap_values',
    where: 'templates/python/sme/feature_importance.py',
    rests: 'feature importance is said to be missing; nothing rests on the name of the file',
    tolerated: true,
    check: byHand('list the feature importance of a job that completed on AWS, and look at its Explainability prefix'),
  },
  {
    id: 'aws-label-text',
    fact: 'Containers answer the label of an integer target as 1, or as 1.0',
    where: 'templates/python/sme/prediction_labels.py',
    rests: 'nothing: both are read as 1',
    tolerated: true,
    check: byHand('predict with an endpoint of a classification with an integer target, once a mode'),
  },
  {
    id: 'aws-quoted-newlines',
    fact: 'The container of ENSEMBLING mode reads line breaks in quoted cells',
    where: 'templates/python/sme/prediction_cells.py',
    rests: 'predictions for such texts fail: the answer has another number of rows than the request',
    tolerated: true,
    check: byHand('predict rows with line breaks in a text with an endpoint of a job in ENSEMBLING mode'),
  },
  {
    id: 'aws-single-empty-cell',
    fact: 'A row whose only cell is NULL counts as a row when it is written as ""',
    where: 'templates/python/sme/prediction_cells.py',
    rests: 'predictions of models with one input column fail where that is NULL',
    tolerated: true,
    check: byHand('predict a NULL with an endpoint of a model that has one input column'),
  },
  {
    id: 'aws-payload-limit',
    fact: 'InvokeEndpoint takes bodies up to 6 MiB, and 4 MB without a server of its own',
    where: 'templates/python/sme/prediction_size.py',
    rests: 'nothing: requests shrink where they are refused',
    tolerated: true,
    check: byHand('predict a million rows and ask for the statistics of the run'),
  },
];

export const unverified: readonly UnverifiedFact[] = [...scripts, ...deployment, ...exports, ...aws, ...serving];
