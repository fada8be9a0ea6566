/** Probes of EXPORT to S3. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { connectS3 } from '../support/live-aws.js';
import { run } from '../support/training.js';
import { type Probe, type ProbeContext, runLua } from './probe.js';

/** Exports a query with DELIMIT = ALWAYS. @returns the text of the file */
async function exportText({ driver, target }: ProbeContext, query: string): Promise<string> {
  const connection = target.connectionName('PROBE_S3');
  const key = target.key('probes/cells.csv');
  await run(driver, target.connectionSql(connection));
  const options = "COLUMN SEPARATOR = ',' DELIMIT = ALWAYS WITH COLUMN NAMES REPLACE";
  await run(driver, `EXPORT (${query}) INTO CSV AT ${connection} FILE '${key}' ${options}`);
  const s3 = connectS3(target.aws);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: target.aws.bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  } finally {
    s3.destroy();
  }
}

export const exportProbes = {
  'export-null': async (context) => {
    const observed = await exportText(context, `SELECT 'a' AS A, CAST(NULL AS VARCHAR(9)) AS B, 'c' AS C`);
    return { holds: observed.includes('"a","","c"'), observed: JSON.stringify(observed) };
  },

  'export-header': async (context) => {
    const observed = await exportText(context, `SELECT 'a' AS "A", 'b' AS "say ""so"", please"`);
    return { holds: observed.startsWith('"A","say ""so"", please"\n'), observed: JSON.stringify(observed) };
  },

  'export-numbers': async (context) => {
    const exported = await exportText(
      context,
      'SELECT CAST(1.5 AS DECIMAL(10,4)) AS D, CAST(1e20 AS DOUBLE) AS L, CAST(0.0000001 AS DOUBLE) AS S',
    );
    const [cast = []] = await run(
      context.driver,
      `SELECT CAST(CAST(1.5 AS DECIMAL(10,4)) AS VARCHAR(40)), CAST(CAST(1e20 AS DOUBLE) AS VARCHAR(40)),
       CAST(CAST(0.0000001 AS DOUBLE) AS VARCHAR(40))`,
    );
    const cells = exported.trimEnd().split('\n')[1]?.replaceAll('"', '').split(',') ?? [];
    const isSame = cells.join() === cast.join();
    return { holds: cells[0] === '1.5' && isSame, observed: `EXPORT ${cells.join(' ')}, CAST ${cast.join(' ')}` };
  },

  'export-row-count': async (context) => {
    const { driver, target } = context;
    const connection = target.connectionName('PROBE_S3');
    await run(driver, target.connectionSql(connection));
    const body = `local r = query([[EXPORT (SELECT 1 AS A) INTO CSV AT ${connection} FILE '${target.key('probes/count.csv')}' REPLACE]])
      exit({{'etl_rows_written ' .. tostring(r.etl_rows_written) .. ', rows_affected ' .. tostring(r.rows_affected)}}, 'A VARCHAR(200)')`;
    const [observed = ''] = await runLua(context, body);
    return { holds: observed.startsWith('etl_rows_written 1,'), observed };
  },
} satisfies Record<string, Probe>;
