import { expect, test } from 'vitest';
import type { Dataset } from '../../../../src/commands/demo/dataset.js';
import { maskSecrets, planLoading, planTraining, type TourPlace } from '../../../../src/commands/demo/tour.js';

const column = { header: 'a "b"', name: 'a "b"', type: { sql: 'DATE', write: (cell: string) => cell } };
const dataset: Dataset = {
  source: { path: 'x.csv', target: 'a', title: '' },
  name: 'my-data',
  columns: [column],
  target: column,
  training: { file: 't.csv', rows: 500 },
  notes: [],
  heldOut: { file: 'h.csv', rows: 0 },
};
const place: TourPlace = {
  scriptSchema: 'SME',
  dataset,
  aws: { region: 'eu-central-1', bucket: 'b', roleArn: 'arn:r', accessKeyId: 'AKIA', secretAccessKey: "se'cret" },
};

test('masks the secret in printed statements', () => {
  const [connection] = planLoading(place);
  expect(connection?.sql).toContain("IDENTIFIED BY 'se''cret'");
  const printed = planLoading(place).map(maskSecrets).join('\n');
  expect(printed).toContain("IDENTIFIED BY '***'");
  expect(printed).not.toContain('cret');
});

test('quotes names, and creates no table for held-out rows if there are none', () => {
  const statements = planLoading(place).map((step) => step.sql);
  expect(statements.filter((sql) => sql.startsWith('CREATE TABLE'))).toEqual([
    'CREATE TABLE "DEMO"."MY_DATA" (\n  "a ""b""" DATE\n)',
  ]);
  expect(planTraining(place).sql).toContain('"target_attribute_name": "a \\"b\\""');
});
