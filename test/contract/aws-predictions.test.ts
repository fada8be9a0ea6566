/** Predictions of endpoints through the real client, on models that were trained in the sandbox. */
import { CreateAutoMLJobV2Command } from '@aws-sdk/client-sagemaker';
import type { InvokeEndpointCommandInput } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, test } from 'vitest';
import { chooseKeys, invoke, old, serve, train, young } from '../support/aws-endpoint.js';
import { followJob, makeV2Job, putObjects, startAwsSide } from '../support/aws-side.js';
import { makeChurnCsv } from '../support/churn-csv.js';

describe('the response', () => {
  const keys = ['predicted_label', 'probability', 'probabilities', 'labels'];

  test('of an ensemble has the keys in order, and the probability of the predicted class', async () => {
    const side = await startAwsSide();
    await serve(side, chooseKeys(await train(side), keys));
    const [yes, no] = (await invoke(side, `${young}\n${old}`)).trim().split('\n');
    const ofRow = /^(yes|no),([\d.e-]+),"\[([\d.e-]+), ([\d.e-]+)\]","\['no', 'yes'\]"$/;
    const [, first, ...ones] = ofRow.exec(yes ?? '') ?? [];
    const [, second, ...twos] = ofRow.exec(no ?? '') ?? [];
    expect([first, second]).toEqual(['yes', 'no']);
    expect(ones[0]).toBe(ones[2]);
    expect(twos[0]).toBe(twos[1]);
    expect(Number(twos[0])).toBeGreaterThan(0.5);
  });

  test('of a tuned binary model has the probability of the second class, regardless of the predicted class', async () => {
    const side = await startAwsSide();
    await serve(side, chooseKeys(await train(side, 'HYPERPARAMETER_TUNING'), keys));
    const rows = (await invoke(side, `${young}\n${old}`)).split('\n').map((row) => row.split(','));
    expect(rows.map(([label]) => label)).toEqual(['yes', 'no']);
    expect(Number(rows[0]?.[1])).toBeGreaterThan(0.5);
    expect(Number(rows[1]?.[1])).toBeLessThan(0.5);
  });

  test('is nan for a key that the previous container does not pass on', async () => {
    const side = await startAwsSide();
    const containers = await train(side, 'HYPERPARAMETER_TUNING');
    const last = containers[2];
    if (last) last.Environment = { ...last.Environment, SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label,probability' };
    await serve(side, containers);
    expect(await invoke(side, young)).toBe('yes,nan');
  });

  test('of a tuned regression is one line of numbers separated by commas', async () => {
    const side = await startAwsSide();
    const regression = { TargetAttributeName: 'CALLS', ProblemType: 'Regression' };
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    const job = makeV2Job(
      { AutoMLJobObjective: { MetricName: 'RMSE' } },
      { ...regression, Mode: 'HYPERPARAMETER_TUNING' },
    );
    await side.sagemaker.send(new CreateAutoMLJobV2Command(job));
    const { job: done } = await followJob(side);
    await serve(side, done.BestCandidate?.InferenceContainers ?? []);
    expect(done.BestCandidate?.InferenceContainers).toHaveLength(2);
    const response = await invoke(side, '20,basic,yes\n20,basic,no\n');
    expect(response).toMatch(/^[\d.e+-]+,[\d.e+-]+$/);
    const [leaves, stays] = response.split(',').map(Number);
    expect(leaves).toBeGreaterThan(Number(stays));
  });
});

describe('a request', () => {
  test('may contain the target for a tuned model, which skips rows without a target', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side, 'HYPERPARAMETER_TUNING'));
    expect(await invoke(side, `${young},yes\n${old},\n${old},no\n`)).toBe('yes\nno');
  });

  const refused: [string, string, Partial<InvokeEndpointCommandInput>, object][] = [
    [
      'with another number of columns',
      '1,2',
      {},
      {
        name: 'ModelError',
        $metadata: expect.objectContaining({ httpStatusCode: 424 }),
        OriginalStatusCode: 400,
        OriginalMessage:
          'Received data of unknown size. Expected number of columns is 3. Number of columns in the received data is 2.',
      },
    ],
    ['for JSON', young, { Accept: 'application/json' }, { name: 'ModelError', OriginalStatusCode: 406 }],
    ['in JSON', '{}', { ContentType: 'application/json' }, { name: 'ModelError', OriginalStatusCode: 415 }],
    ['with a quote that is not closed', '1,"x,2', {}, { name: 'ModelError', OriginalStatusCode: 400 }],
    [
      'for an endpoint name with different case',
      young,
      { EndpointName: 'E' },
      { name: 'ValidationError', message: 'Endpoint E of account 123456789012 not found.' },
    ],
    [
      'of more than 6 MiB',
      `${young}\n`.repeat(560_000),
      {},
      { $metadata: expect.objectContaining({ httpStatusCode: 413 }) },
    ],
  ];
  test('is rejected with the error of AWS if it is invalid', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side));
    for (const [, body, changes, error] of refused) {
      await expect(invoke(side, body, changes)).rejects.toMatchObject(error);
    }
  });

  test('to a tuned model may accept JSON', async () => {
    const side = await startAwsSide();
    await serve(side, chooseKeys(await train(side, 'HYPERPARAMETER_TUNING'), ['predicted_label']));
    const response = await invoke(side, young, { Accept: 'application/json' });
    expect(JSON.parse(response)).toEqual({ predictions: [{ predicted_label: 'yes' }] });
  });

  test('can be throttled by a test', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side));
    side.aws.control.throttleNext('InvokeEndpoint', 1);
    await expect(invoke(side, young)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(await invoke(side, young)).toBe('yes\n');
  });

  test('takes as long as the configured latency', async () => {
    const side = await startAwsSide();
    await serve(side, await train(side));
    side.aws.control.setInvokeLatency(50);
    let hasEnded = false;
    const response = invoke(side, young).finally(() => {
      hasEnded = true;
    });
    await expect.poll(() => side.clock.sleeping).toBe(1);
    side.clock.advance(49);
    await new Promise((resolve) => setImmediate(resolve));
    expect(hasEnded).toBe(false);
    side.clock.advance(1);
    expect(await response).toBe('yes\n');
  });
});
