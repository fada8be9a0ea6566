/** Lua and TypeScript write the SQL of a prediction from one set of expressions: compares the texts of both. */
import { describe, expect, test } from 'vitest';
import type { TrainedColumn } from '../../src/tables/job-table.js';
import { chooseGroups, makePrediction, writePredictionQuery } from '../../src/tables/prediction-statement.js';
import { evaluate } from '../lua/run-lua.js';

interface Query {
  readonly keys?: readonly string[];
  readonly columns: readonly TrainedColumn[];
  readonly types?: Readonly<Record<string, string>>;
  readonly groups?: number;
}

function writeInTypeScript({ keys = ['ID'], columns, types = {}, groups = 4 }: Query): string {
  const udf = { schema: 'S', name: 'F', keyColumns: keys, hasCsvFunctions: true, parallelRequests: 4 };
  const prediction = makePrediction(udf, { columns, target: undefined, sampleWeightColumn: undefined });
  return writePredictionQuery(prediction, { source: '"S"."T"', types: new Map(Object.entries(types)), groups });
}

async function writeInLua({ keys = ['ID'], columns, types = {}, groups = 4 }: Query): Promise<string> {
  const json = JSON.stringify({
    schema: 'S',
    name: 'F',
    keys: keys.map((name) => ({ name, type: 'DECIMAL(18,0)' })),
    inputs: columns,
    source_types: types,
    source: '"S"."T"',
  });
  return await evaluate(`local call = require('cjson').decode([==[${json}]==])
call.groups = ${groups}
exit({ { require('sme.prediction_query').write(call) } }, 'T VARCHAR(2000000)')`);
}

const types = [
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIMESTAMP(0)',
  'TIMESTAMP(9)',
  'TIMESTAMP WITH LOCAL TIME ZONE',
  'TIMESTAMP(3) WITH LOCAL TIME ZONE',
  'DECIMAL(18,0)',
  'DECIMAL(10,2)',
  'DECIMAL(10,4)',
  'DOUBLE',
  'CHAR(5) ASCII',
  'VARCHAR(20) UTF8',
];

const cases: readonly (readonly [string, Query])[] = [
  ...types.map((type): [string, Query] => [`one column of type ${type}`, { columns: [{ name: 'A', type }] }]),
  ...types.flatMap((type) =>
    types.map((other): [string, Query] => [
      `a column of type ${other} for one of type ${type}`,
      { columns: [{ name: 'A', type }], types: { A: other } },
    ]),
  ),
  ['all types', { columns: types.map((type, at) => ({ name: `c ${at}`, type })) }],
  ['texts in a row', { columns: ['a', 'b', 'c'].map((name) => ({ name, type: 'VARCHAR(9) UTF8' })) }],
  [
    'names that are reserved or contain slots',
    {
      columns: [
        { name: 'SELECT', type: 'DATE' },
        { name: '@ # %1', type: 'DECIMAL(9,2)' },
      ],
    },
  ],
  [
    'key columns with the names of the line',
    { keys: ['CSV_LINE', 'CSV_LINE_2'], columns: [{ name: 'A', type: 'DATE' }] },
  ],
  ['no key columns', { keys: [], columns: types.map((type, at) => ({ name: `C${at}`, type })) }],
  ['one group for each node', { columns: [{ name: 'A', type: 'DATE' }], groups: 1 }],
];

describe('Lua and TypeScript write the same query', () => {
  test.each(cases)('for %s', async (_title, query) => {
    const written = writeInTypeScript(query);
    expect(await writeInLua(query)).toBe(written);
  });
});

test('a serverless endpoint gets as many groups as its concurrency allows', async () => {
  const limits = [undefined, 1, 4, 8, 10, 200] as const;
  const inLua = await evaluate(`local choose, found = require('sme.prediction_query').choose_groups, {}
for _, limit in ipairs({ 0, 1, 4, 8, 10, 200 }) do
  found[#found + 1] = choose(limit > 0 and { max_concurrency = limit } or nil, 4)
end
exit({ { table.concat(found, ' ') } }, 'T VARCHAR(100)')`);
  expect(inLua).toBe(limits.map((limit) => chooseGroups(limit, 4)).join(' '));
  expect(inLua).toBe('4 1 1 2 2 4');
});

test('writes one column on each line', () => {
  const columns = [
    { name: 'AGE', type: 'DECIMAL(3,0)' },
    { name: 'PLAN', type: 'VARCHAR(9) UTF8' },
    { name: 'SINCE', type: 'DATE' },
  ];
  expect(writeInTypeScript({ columns })).toBe(`SELECT "S"."F_CSV"("ID", "CSV_LINE")
FROM (
  SELECT "ID",
    "AGE" || ',"' ||
    REPLACE("PLAN", '"', '""') || '",' ||
    TO_CHAR("SINCE", 'YYYY-MM-DD') AS "CSV_LINE"
  FROM "S"."T"
)
GROUP BY IPROC(), MOD(TO_NUMBER(SUBSTR(HASH_MD5("ID", "CSV_LINE"), 1, 4), 'XXXX'), 4)`);
});
