import { describe, expect, test } from 'vitest';
import { formatList } from '../../../src/terminal/list-table.js';
import { measureWidth } from '../../../src/terminal/text-width.js';

const header = ['JOB', 'STATUS', 'AGE', 'ENDPOINT', 'PHASE', 'NOTE'];
const name = 'customer-churn-2026112808000000';
const failed = [name, 'Failed', '5 min', '', 'MaxCandidatesReached', 'The role cannot read the bucket of the training'];
const layout = { numeric: ['AGE'], shrinkable: ['NOTE'], droppable: ['PHASE', 'AGE'] };

describe('a list', () => {
  test.each([120, 80, 60])('fits into %i columns with complete names', (width) => {
    const lines = formatList([header, failed], { ...layout, width })
      .trimEnd()
      .split('\n');
    expect(lines.map(measureWidth).filter((length) => length > width)).toEqual([]);
    expect(lines[1]).toContain(name);
  });

  test('leaves out empty columns first, then droppable ones', () => {
    expect(formatList([header, failed], { ...layout, width: 120 })).not.toContain('ENDPOINT');
    const wide = formatList([header, failed], { ...layout, width: 100 });
    expect(wide.split('\n', 1)).toEqual([expect.stringMatching(/^JOB +STATUS +AGE +PHASE +NOTE$/)]);
    const narrow = formatList([header, failed], { ...layout, width: 80 });
    expect(narrow.split('\n', 1)).toEqual([expect.stringMatching(/^JOB +STATUS +AGE +NOTE$/)]);
  });

  test('keeps complete names on a terminal that is too narrow', () => {
    expect(formatList([header, failed], { ...layout, width: 20 })).toContain(name);
  });

  test('has all columns in a pipe', () => {
    const [first = ''] = formatList([header, failed], { ...layout, width: undefined }).split('\n');
    expect(first.split(/ +/)).toEqual(header);
  });

  test('has a header without rows', () => {
    expect(formatList([header], { ...layout, width: undefined })).toContain('JOB');
  });
});
