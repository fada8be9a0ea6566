import { manual, type UnverifiedFact } from './unverified-fact.js';

const observed = 'update an endpoint to another version, and repeat "aws sagemaker describe-endpoint" meanwhile';
const failed =
  'request an instance type with a quota of 0 instances for an endpoint of a model, wait, and run "aws sagemaker describe-endpoint"';

/** Facts about UpdateEndpoint. */
export const updateFacts: readonly UnverifiedFact[] = [
  {
    id: 'aws-updating-configuration',
    fact: 'While an endpoint is updated, DescribeEndpoint reports the earlier EndpointConfigName',
    file: 'templates/python/sme/endpoint_update.py',
    impact: 'nothing breaks: the name counts only when the status is InService',
    tolerated: true,
    check: manual(observed),
  },
  {
    id: 'aws-update-modification-time',
    fact: 'LastModifiedTime changes as soon as AWS accepts UpdateEndpoint, and again when the update ends or is rolled back',
    file: 'templates/python/sme/endpoint_update.py',
    impact: 'a call that waits reports the update as still running, and the next call reports the result',
    tolerated: true,
    check: manual(observed),
  },
  {
    id: 'aws-rolled-back-reason',
    fact: 'After AWS has rolled back an update, DescribeEndpoint reports InService, the earlier configuration and a FailureReason',
    file: 'templates/python/sme/endpoint_update.py',
    impact: 'the error about the update contains no reason, or the update is requested again by the next call',
    tolerated: true,
    check: manual(failed),
  },
  {
    id: 'aws-update-permission',
    fact: 'UpdateEndpoint is authorized for the endpoint and for the endpoint configuration',
    file: 'src/scripts/aws-permissions.ts',
    impact: 'nothing breaks: the published policy allows both, and one of them would be superfluous',
    tolerated: true,
    check: manual('update an endpoint with a key whose policy allows sagemaker:UpdateEndpoint on endpoints only'),
  },
];
