import { describe, expect, test } from 'vitest';
import { describeSecurity, makeSecurity } from '../../../src/jobs/security-parameters.js';
import { makeTrainingParameters } from '../../../src/jobs/training-parameters.js';

const others = {
  vpc: { subnets: ['subnet-1'], security_group_ids: ['sg-1'] },
  volume_kms_key_id: 'alias/volumes',
  output_kms_key_id: 'alias/results',
  encrypt_inter_container_traffic: true,
};

describe('the security options of a request', () => {
  test('are absent without any', () => {
    expect(makeSecurity('training', { flags: {}, others: {} })).toBeUndefined();
  });

  test('come from the profile, as far as the request has them', () => {
    expect(makeSecurity('training', { flags: {}, others })).toEqual(others);
    expect(makeSecurity('endpoint', { flags: {}, others })).toEqual({
      vpc: others.vpc,
      volume_kms_key_id: 'alias/volumes',
    });
  });

  test('prefer flags over the file, and the file over the profile, each member by itself', () => {
    const file = { vpc: { subnets: ['subnet-2'] }, encrypt_inter_container_traffic: false, volume_kms_key_id: null };
    const flags = { vpc: { security_group_ids: ['sg-3'] }, output_kms_key_id: 'alias/mine' };
    expect(makeSecurity('training', { flags, others }, file)).toEqual({
      vpc: { subnets: ['subnet-2'], security_group_ids: ['sg-3'] },
      volume_kms_key_id: 'alias/volumes',
      output_kms_key_id: 'alias/mine',
      encrypt_inter_container_traffic: false,
    });
  });

  test.each([['text'], [['a', 'list']], [5]])('leave %j in a file to the script', (file) => {
    expect(makeSecurity('training', { flags: {}, others }, file)).toEqual(file);
  });

  test('respect the older parameter of a file', () => {
    const settings = { region: 'r', bucket: 'b', roleArn: 'a', connectionName: undefined, outputPath: undefined };
    const make = (flags: object) =>
      makeTrainingParameters({
        flags: { target: 'CHURN' },
        file: { kms_key_id: 'alias/file', aws_credentials_connection_name: 'AWS' },
        settings,
        security: { flags, others: { output_kms_key_id: 'alias/results', network_isolation: true } },
        table: { schema: 'S', table: 'T' },
      });
    expect(make({})).toMatchObject({ kms_key_id: 'alias/file' });
    expect(make({})).not.toHaveProperty('security');
    expect(make({ output_kms_key_id: 'alias/mine' })).toMatchObject({
      kms_key_id: 'alias/mine',
      security: { output_kms_key_id: 'alias/mine' },
    });
  });

  test('are in a plan', () => {
    expect(describeSecurity({ security: others })).toEqual([
      'Security options: subnets subnet-1; security groups sg-1; KMS key of the volumes alias/volumes; KMS key of the results alias/results; encrypted traffic between containers.',
    ]);
    expect(describeSecurity({})).toEqual([]);
  });
});
