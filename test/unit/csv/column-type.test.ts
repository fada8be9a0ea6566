import { expect, test } from 'vitest';
import { addCell, chooseType, makeProfile } from '../../../src/csv/column-type.js';

test.each([
  ['DECIMAL(18,0)', ['1', '-20', '', '007'.slice(2)], '-20', '-20'],
  ['DECIMAL(36,0)', ['1234567890123456789'], '1', '1'],
  ['DECIMAL(4,2)', ['1.5', '12', '-3.25', 'NaN'], 'NaN', ''],
  ['DOUBLE', ['1e-5', '2'], '1e-5', '1e-5'],
  ['VARCHAR(20) UTF8', ['00501', '10001'], '00501', '00501'],
  ['BOOLEAN', ['TRUE', 'false', ''], 'TRUE', 'true'],
  ['DATE', ['2024-02-29', ' '], ' ', ''],
  ['VARCHAR(20) UTF8', ['2023-02-29'], '2023-02-29', '2023-02-29'],
  ['TIMESTAMP', ['2024-06-18T17:22', '2024-06-18 17:22:13.1'], '2024-06-18T17:22', '2024-06-18 17:22:00.000000'],
  ['VARCHAR(200) UTF8', ['ä'.repeat(150), 'NA'], 'NA', 'NA'],
  ['VARCHAR(20) UTF8', ['', 'null'], '', ''],
])('chooses %s for %j', (sql, cells, cell, written) => {
  const profile = makeProfile();
  for (const each of cells) addCell(profile, each);
  const type = chooseType(profile);
  expect(type.sql).toBe(sql);
  expect(type.write(cell)).toBe(written);
});
