import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatGrants } from '../../../src/deploy/describe-plan.js';

test('prints the grants and the page that explains them', () => {
  const lines = formatGrants(['GRANT A TO B', 'GRANT C TO D']).split('\n');
  expect(lines.slice(1)).toEqual(['GRANT A TO B;', 'GRANT C TO D;', expect.stringContaining('AWS key'), '']);
  const [page = ''] = /doc\/\S+\.md/.exec(lines[3] ?? '') ?? [];
  expect(existsSync(page)).toBe(true);
});
