import {
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  paginateListServiceQuotas,
} from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import { awsAccount } from '../support/aws-sandbox.js';
import { type Keys, startIam } from '../support/iam-sandbox.js';

describe('Service Quotas', () => {
  test('lists the quotas that SageMaker enforces, in pages', async () => {
    const { quotas, control } = await startIam();
    control.quotas.instances.set('ml.m5.large', 0);
    control.quotas.automlJobs = 3;
    const found = new Map<string | undefined, number | undefined>();
    for await (const { Quotas = [] } of paginateListServiceQuotas({ client: quotas() }, { ServiceCode: 'sagemaker' })) {
      for (const { QuotaName, Value } of Quotas) found.set(QuotaName, Value);
    }
    expect(found.get('ml.m5.large for endpoint usage')).toBe(0);
    expect(found.get('ml.m5.large for transform job usage')).toBe(20);
    expect(found.get('Number of concurrent AutoML jobs')).toBe(3);
    const { Quotas: [first] = [] } = await quotas().send(
      new ListServiceQuotasCommand({ ServiceCode: 'sagemaker', MaxResults: 1 }),
    );
    const { Quota } = await quotas().send(
      new GetServiceQuotaCommand({ ServiceCode: 'sagemaker', QuotaCode: first?.QuotaCode }),
    );
    expect(Quota).toEqual(first);
  });

  test('reports unknown services and quotas, other parameters and denied calls', async () => {
    const { quotas, control } = await startIam();
    const list = (input: object, keys?: Keys) =>
      quotas(keys).send(new ListServiceQuotasCommand({ ServiceCode: 'sagemaker', ...input }));
    await expect(list({ ServiceCode: 'ec2' })).rejects.toMatchObject({ name: 'NoSuchResourceException' });
    await expect(list({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidPaginationTokenException' });
    await expect(list({ QuotaCode: 'L-1' })).rejects.toMatchObject({ name: 'IllegalArgumentException' });
    const unknown = new GetServiceQuotaCommand({ ServiceCode: 'sagemaker', QuotaCode: 'L-0' });
    await expect(quotas().send(unknown)).rejects.toMatchObject({ name: 'NoSuchResourceException' });
    const keys = control.identities.addUser({ name: 'ann', denies: ['servicequotas:*'] });
    await expect(list({}, keys)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(list({}, { ...awsAccount, secretAccessKey: 'wrong' })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});
