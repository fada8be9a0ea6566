import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { makeError } from '../../../src/errors/user-error.js';
import {
  endpointFlagNames,
  evaluationFlagNames,
  nameFlags,
  nameFlagsInError,
  trainingFlagNames,
} from '../../../src/jobs/name-flags.js';
import { makeProgram } from '../../../src/program.js';
import { evaluationKeys } from '../../../src/scripts/evaluation-script.js';
import { endpointKeys } from '../../../src/scripts/json-parameters.js';
import { trainingKeys } from '../../../src/scripts/training-keys.js';

const discard = { write() {} };
const stdin = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const outside = { stdin, stdout: discard, stderr: discard, env: {}, cwd: '', signal: new AbortController().signal };
const program = makeProgram(outside);

describe('flags in place of parameters', () => {
  test.each([
    ["Invalid max_candidates '0'.", "Invalid --max-candidates '0'."],
    ["target_attribute_name: there is no column 'Z'.", "--target: there is no column 'Z'."],
    ["There is no column 'max_candidates'.", "There is no column 'max_candidates'."],
    ['s3://bucket/job_name/model_name', 's3://bucket/job_name/model_name'],
    ['max_candidates_per_day', 'max_candidates_per_day'],
    ['Invalid security.vpc.subnets: add one.', 'Invalid --subnets: add one.'],
  ])('are named in %j', (text, expected) => {
    expect(nameFlags(text)).toBe(expected);
  });

  test('are named for nested parameters of an endpoint', () => {
    expect(nameFlags("Invalid serverless.memory_mb '1'. It must be 1024.", endpointFlagNames)).toBe(
      "Invalid --memory-mb '1'. It must be 1024.",
    );
  });

  test('are named for serverless, but not in sentences of AWS about serverless endpoints', () => {
    expect(nameFlags('Missing: instance_type or serverless.', endpointFlagNames)).toBe(
      'Missing: --instance-type or --serverless.',
    );
    const quota = "The limit 'Maximum number of serverless endpoints' is 50, for each serverless endpoint.";
    expect(nameFlags(quota, endpointFlagNames)).toBe(quota);
  });

  test('are not named for what the user wrote into a file', () => {
    expect(nameFlags('max_candidates and problem_type', trainingFlagNames, { max_candidates: 0 })).toBe(
      'max_candidates and --problem-type',
    );
  });

  test('keep code, exit code and cause of an error', () => {
    const reason = new Error('caught in script');
    const error = makeError('E-SME-242', { problem: 'instance_type is missing' }, reason);
    const { code, exitCode } = error;
    expect(nameFlagsInError(error, endpointFlagNames)).toMatchObject({
      code,
      exitCode,
      cause: reason,
      message: expect.stringContaining('--instance-type is missing'),
    });
    expect(nameFlagsInError(error, {})).toBe(error);
  });

  test.each([
    { path: ['train'], flags: trainingFlagNames, keys: trainingKeys },
    { path: ['endpoint', 'create'], flags: endpointFlagNames, keys: endpointKeys },
    { path: ['evaluate'], flags: evaluationFlagNames, keys: evaluationKeys },
  ])('exist in sme $path, and so do the parameters', ({ path, flags, keys }) => {
    const command = path.reduce<Command>(
      (parent, word) => parent.commands.find((child) => child.name() === word) ?? parent,
      program,
    );
    const declared = command.options.map(({ long }) => long);
    expect(Object.values(flags).filter((flag) => !declared.includes(flag))).toEqual([]);
    const names = keys.map(({ name }) => name);
    expect(Object.keys(flags).filter((key) => !names.includes(key.split('.')[0] ?? ''))).toEqual([]);
  });
});
