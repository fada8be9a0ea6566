import type { OperationContext } from '../context.js';
import * as automl from '../model/automl.js';
import * as hosting from '../model/hosting.js';
import type { StructureShape } from '../model/shape.js';
import * as transform from '../model/transform.js';
import { validateRequest } from '../model/validate.js';
import { createAutoMLJob, createAutoMLJobV2 } from './create-automl-job.js';
import { describeAutoMLJob, describeAutoMLJobV2 } from './describe-automl-job.js';
import { createEndpoint, deleteEndpoint, describeEndpoint, listEndpoints, updateEndpoint } from './endpoint.js';
import {
  createEndpointConfig,
  deleteEndpointConfig,
  describeEndpointConfig,
  listEndpointConfigs,
} from './endpoint-config.js';
import { listAutoMLJobs, listCandidatesForAutoMLJob } from './list-automl-jobs.js';
import { createModel, deleteModel, describeModel, listModels } from './model.js';
import { stopAutoMLJob } from './stop-automl-job.js';
import { addTags, deleteTags, listTags } from './tags.js';
import { createTransformJob, describeTransformJob, listTransformJobs, stopTransformJob } from './transform-job.js';

/** An operation. Takes the parsed request and returns the response, in which dates are converted to seconds when it is sent. */
type Operation = (context: OperationContext, request: unknown) => unknown;

const operation =
  <Input>(shape: StructureShape, run: (context: OperationContext, input: Input) => unknown): Operation =>
  (context, request) =>
    run(context, validateRequest<Input>(shape, request));

/** By the names of the API. */
export const operations: Readonly<Record<string, Operation>> = {
  CreateAutoMLJob: operation(automl.createAutoMLJobRequest, createAutoMLJob),
  CreateAutoMLJobV2: operation(automl.createAutoMLJobV2Request, createAutoMLJobV2),
  DescribeAutoMLJob: operation(automl.describeAutoMLJobRequest, describeAutoMLJob),
  DescribeAutoMLJobV2: operation(automl.describeAutoMLJobV2Request, describeAutoMLJobV2),
  ListAutoMLJobs: operation(automl.listAutoMLJobsRequest, listAutoMLJobs),
  ListCandidatesForAutoMLJob: operation(automl.listCandidatesForAutoMLJobRequest, listCandidatesForAutoMLJob),
  StopAutoMLJob: operation(automl.stopAutoMLJobRequest, stopAutoMLJob),
  CreateModel: operation(hosting.createModelInput, createModel),
  DescribeModel: operation(hosting.describeModelInput, describeModel),
  ListModels: operation(hosting.listModelsInput, listModels),
  DeleteModel: operation(hosting.deleteModelInput, deleteModel),
  CreateEndpointConfig: operation(hosting.createEndpointConfigInput, createEndpointConfig),
  DescribeEndpointConfig: operation(hosting.describeEndpointConfigInput, describeEndpointConfig),
  ListEndpointConfigs: operation(hosting.listEndpointConfigsInput, listEndpointConfigs),
  DeleteEndpointConfig: operation(hosting.deleteEndpointConfigInput, deleteEndpointConfig),
  CreateEndpoint: operation(hosting.createEndpointInput, createEndpoint),
  DescribeEndpoint: operation(hosting.describeEndpointInput, describeEndpoint),
  ListEndpoints: operation(hosting.listEndpointsInput, listEndpoints),
  UpdateEndpoint: operation(hosting.updateEndpointInput, updateEndpoint),
  DeleteEndpoint: operation(hosting.deleteEndpointInput, deleteEndpoint),
  CreateTransformJob: operation(transform.createTransformJobRequest, createTransformJob),
  DescribeTransformJob: operation(transform.describeTransformJobRequest, describeTransformJob),
  ListTransformJobs: operation(transform.listTransformJobsRequest, listTransformJobs),
  StopTransformJob: operation(transform.stopTransformJobRequest, stopTransformJob),
  AddTags: operation(automl.addTagsInput, addTags),
  ListTags: operation(automl.listTagsInput, listTags),
  DeleteTags: operation(automl.deleteTagsInput, deleteTags),
};
