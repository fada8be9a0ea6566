/** A fault in our own Lua: what the user reads of it. */
import { expect, test } from 'vitest';
import { renderScripts } from '../../src/render/script.js';
import { runBody } from './run-lua.js';

const scripts = renderScripts({ schema: 'SCR', languageAlias: 'PYTHON3' }).filter(({ kind }) => kind === 'scripting');

const values = {
  json_str: '{"job_name":"churn","aws_credentials_connection_name":"AWS"}',
  job_name: 'churn',
  endpoint_name: 'churn',
  aws_credentials_connection_name: 'AWS',
  aws_region: 'eu-central-1',
};

/** A script's body with a fault at the beginning of a function. */
function breakAt(name: string, head: string): string {
  const body = scripts.find((script) => script.name === name)?.body ?? '';
  expect(body).toContain(`${head}\n`);
  return body.replace(`${head}\n`, `${head} local missing; missing.x = 1\n`);
}

test.each(scripts.map(({ name }) => [name]))(
  '%s tells its name, the fault, its line and that it left nothing',
  async (name) => {
    const body = breakAt(name, 'function database.try(statement)');
    const { error } = await runBody(body, [[/./, []]], values);
    const line = body.split('\n').findIndex((text) => text.includes('missing.x')) + 1;
    expect(error).toMatch(
      new RegExp(
        `F-SME-56: The script N failed by a fault of its own: attempt to index a nil value \\(local 'missing'\\) \\(line ${line}\\)\\. ` +
          'It left nothing behind\\. Run the same command again\\. Where that does not help, report this text\\.',
      ),
    );
  },
);

test('a fault while an endpoint is made tells what is there by then, and how it is removed', async () => {
  const name = 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT';
  const body = breakAt(name, 'function M.put(database, qualified, row, old)');
  const plan = { candidate_name: 'best', model: {}, variant: {}, model_name: 'm', config_name: 'c' };
  const { error } = await runBody(
    body,
    [
      [
        /^SELECT "JOB_NAME"/,
        [['churn', 'AWS', 'eu-central-1', 'r', 'T', null, '["A","T"]', '["DOUBLE","DOUBLE"]', null, null]],
      ],
      [/^SELECT CONNECTION_NAME/, [['AWS']]],
      [/^SELECT SCHEMA_NAME/, [['SALES']]],
      [/_PLAN_UDF/, [[JSON.stringify({ plan, problems: [], failures: [] })]]],
      [/^SELECT/, []],
      [/^(INSERT|UPDATE|DELETE|COMMIT)/, 0],
    ],
    { json_str: '{"job_name":"churn","prediction_schema":"sales","instance_type":"ml.m5.large"}' },
  );
  expect(error).toMatch(
    /F-SME-56: .+ It left the row of 'churn' in "SCR"\."SME_METADATA_AUTOPILOT_ENDPOINTS", its prediction UDF, and what AWS has of it\. /,
  );
  expect(error).toContain('or SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT removes it.');
});
