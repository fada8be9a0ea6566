import { expect, test } from 'vitest';
import { findNewerVersion } from '../../../src/deploy/newer-version.js';
import { stampBody } from '../../../src/render/stamp.js';

const installed = (...versions: readonly string[]) =>
  versions.map((version) => ({ name: 'S', type: '', language: 'LUA', text: stampBody('x', '--', version) }));

test.each([
  [['0.1.0', '0.2.0'], '0.1.0', '0.2.0'],
  [['0.10.0'], '0.9.0', '0.10.0'],
  [['1.0.0'], '1.0.0-rc.1', '1.0.0'],
  [['1.0.0-rc.1'], '1.0.0', undefined],
  [['0.1.0'], '0.1.0', undefined],
  [[], '0.1.0', undefined],
])('of %j, the newest version after %s is %s', (versions, version, newer) => {
  expect(findNewerVersion(installed(...versions), version)).toBe(newer);
});
