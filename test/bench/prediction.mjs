// Rows per second of the prediction UDF, compared in the same run with
// - `earlier`: the UDF of the Python extension, from its package: 100 rows per call through pandas, one call at a time;
// - `bare`: prepared requests of the size that the UDF has chosen, over as many connections, which is the limit of the network.
// `main` reads and emits columns, `csv` reads keys and a CSV line and emits keys. The Python reads its rows from a double that costs
// what Exasol's public UDF client costs (`test/bench/client_context.py`; `context` measures it) and calls an endpoint without a model.
// `sandbox_model` calls the sandbox's endpoint, which needs time for each row; `in_sql` also runs in the sandbox's database.
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { literal } from '../../src/exasol/quote.js';
import { bundleLua } from '../../src/render/lua-bundle.js';
import { createConnection, withSandboxSession } from './connect.mjs';
import { round, timed } from './measure.mjs';
import { makeColumns } from './prediction-rows.mjs';

const run = promisify(execFile);
const python = process.env.PYTHON ?? 'python3';
const latencies = [0, 20];
const seconds = 2;

export async function benchPrediction() {
  const report = {};
  await withServer('test/bench/instant-endpoint.mjs', async ({ url }, setLatency) => {
    const measure = (task, settings) => runPython({ endpointUrl: url, ...unusedKeys }, { task, ...settings });
    report.context_10_columns = roundAll(await measure('context', { columns: 10, rows: 50_000 }));
    const hasEarlier = await findEarlier();
    if (!hasEarlier) {
      console.error(
        `'earlier' is skipped: ${python} has no exasol-sagemaker-extension. PYTHON names another interpreter.`,
      );
    }
    for (const columns of [10, 100]) {
      for (const dates of [true, false]) {
        const settings = { columns, dates, hasEarlier };
        report[`${columns}_columns_${dates ? 'a_fifth_dates' : 'no_dates'}`] = await compare(
          settings,
          latencies,
          setLatency,
          measure,
        );
      }
    }
    report.memory = await measureMemory(setLatency, measure);
    await setLatency(50);
    const first = await measure('first', { columns: 10 });
    report.first_row_at_50_ms = { ...roundAll(first), in_calls: round(first.first_row_ms / first.bare_call_ms) };
  });
  await withServer('test/bench/serving-process.mjs', async ({ aws, exasol }, setLatency) => {
    const measure = (task, settings) => runPython(aws, { task, ...settings });
    report.sandbox_model_10_columns = await compare({ columns: 10 }, [0, 20], setLatency, measure);
    report.in_sql = await measureInSql(exasol, aws, setLatency);
  });
  return report;
}

const unusedKeys = { region: 'eu-central-1', accessKeyId: 'unused', secretAccessKey: 'unused' };

/** Starts a module as a process, passes its first message and a function that sets its latency to `work`, and ends it. */
async function withServer(module, work) {
  const child = fork(module);
  try {
    const [ready] = await Promise.race([once(child, 'message'), failOnExit(child)]);
    await work(ready, async (latency) => {
      child.send({ latency });
      await once(child, 'message');
    });
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

async function failOnExit(child) {
  const [code] = await once(child, 'exit');
  throw new Error(`The serving process ended with ${code} before it was ready`);
}

const roundAll = (numbers) => Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, round(value, 1)]));

async function runPython(aws, task) {
  const { region, accessKeyId, secretAccessKey, endpointUrl } = aws;
  const keys = { key_id: accessKeyId, secret: secretAccessKey };
  const given = JSON.stringify({ ...task, keys, region, endpoint: `bench-${task.columns}` });
  const env = { ...process.env, AWS_ENDPOINT_URL: endpointUrl };
  const { stdout } = await run(python, ['test/bench/prediction_udf.py', given], { env });
  // The sagemaker package writes messages to stdout, too.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

const findEarlier = () =>
  run(python, ['-c', 'import exasol_sagemaker_extension']).then(
    () => true,
    () => false,
  );

/** Rows per second on a current machine. */
const guessRows = (columns, input) => (input === 'csv' ? 150_000 : columns === 10 ? 50_000 : 6_000);

async function compare({ hasEarlier, ...settings }, latenciesMs, setLatency, measure) {
  const report = {};
  for (const latency of latenciesMs) {
    await setLatency(latency);
    const earlierRows = Math.ceil((seconds * 1000) / (latency + 10)) * 100 * 2;
    const earlier = hasEarlier ? await measure('earlier', { ...settings, rows: earlierRows }) : undefined;
    const found = earlier
      ? {
          earlier: {
            rows_per_second: round(earlier.rows_per_second, 0),
            cpu_us_per_row: round(earlier.cpu_us_per_row),
          },
        }
      : {};
    for (const [way, input] of [
      ['main', 'columns'],
      ['csv', 'csv'],
    ]) {
      // As many rows as take each of them a few seconds, whatever its speed.
      const rows = guessRows(settings.columns, input) * seconds;
      const ours = await measure('ours', { ...settings, input, rows });
      const per_call = ours.largest_request_rows;
      const bare = await measure('bare', { ...settings, per_call, rows: Math.max(rows, per_call * 8) });
      found[way] = {
        rows_per_second: round(ours.rows_per_second, 0),
        rows_per_request: per_call,
        share_of_bare: round(ours.rows_per_second / bare.rows_per_second),
        cpu_us_per_row: round(ours.cpu_us_per_row),
        ...(earlier && { times_earlier: round(ours.rows_per_second / earlier.rows_per_second, 1) }),
      };
    }
    report[`${latency}_ms`] = found;
  }
  return report;
}

async function measureMemory(setLatency, measure) {
  await setLatency(0);
  const report = {};
  for (const input of ['columns', 'csv']) {
    for (const rows of [10_000, 100_000, 1_000_000]) {
      const { rss_mib } = await measure('ours', { columns: 10, input, rows });
      report[`${input}_rss_mib_at_${rows}_rows`] = round(rss_mib, 0);
    }
  }
  return report;
}

function measureInSql(exasol, aws, setLatency) {
  const columns = makeColumns(10);
  const spec = {
    schema: 'BENCH',
    name: 'PREDICT',
    endpoint_name: 'bench-10',
    aws_region: aws.region,
    connection_name: 'BENCH_AWS',
    input_columns: columns.map(({ name, type }) => ({ name, type })),
    target_type: 'VARCHAR(10) UTF8',
    problem_type: 'BinaryClassification',
    response_keys: ['predicted_label', 'probability'],
  };
  const code = `local database = require('sme.database').new(pquery)
require('sme.prediction_udf').create(database, require('cjson').decode(json_str))`;
  const body = bundleLua(
    { path: 'bench.lua', text: code },
    { constants: { languageAlias: 'PYTHON3', extensionVersion: '0' } },
  );
  const rows = 100_000;
  return withSandboxSession(exasol, async (session) => {
    await session.query('CREATE SCHEMA BENCH');
    await session.query(createConnection(aws));
    await session.query(`CREATE LUA SCRIPT BENCH.MAKE (json_str) AS\n${body}`);
    await session.query(`EXECUTE SCRIPT BENCH.MAKE(${literal(JSON.stringify(spec))})`);
    const cells = columns.map(({ name, type, sql }) => `CAST(${sql} AS ${type.replace(' UTF8', '')}) AS ${name}`);
    await session.query(
      `CREATE TABLE BENCH.T AS SELECT RANGE_VALUE AS ID, ${cells.join(', ')} FROM VALUES BETWEEN 1 AND ${rows}`,
    );
    const names = columns.map(({ name }) => name).join(', ');
    const report = {};
    for (const latency of [0, 20]) {
      await setLatency(latency);
      for (const [title, groups] of [
        ['one_vm', ''],
        ['two_groups', ' GROUP BY MOD(ID, 2)'],
      ]) {
        const { ms } = await timed(() =>
          session.query(`SELECT COUNT(*) FROM (SELECT BENCH.PREDICT(${names}) FROM BENCH.T${groups}) P`),
        );
        report[`${title}_at_${latency}_ms`] = { rows_per_second: round((rows / ms) * 1000, 0) };
      }
    }
    return report;
  });
}
