/** Other programs read the CloudFormation template. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemplate } from '../../tools/cloud-formation.js';

const file = 'doc/user_guide/iam/cloudformation.yaml';

const linter = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((path) => join(path, 'cfn-lint'))
  .find(existsSync);

test.skipIf(linter === undefined)(
  'has no finding of cfn-lint, where it is installed',
  () => {
    const run = () =>
      execFileSync(linter ?? '', ['--regions', 'eu-central-1', '--', file], {
        encoding: 'utf8',
      });
    expect(run()).toBe('');
  },
  60_000,
);

test('is YAML that other programs read as written', () => {
  const script =
    'import json, sys\ntry:\n  import yaml\nexcept ImportError:\n  sys.exit(0)\nprint(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
  const read = execFileSync('python3', ['-c', script, file], { encoding: 'utf8' });
  if (read !== '') expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(makeTemplate())));
});
