import type { OperationContext } from '../context.js';
import * as automl from '../model/automl.js';
import type { StructureShape } from '../model/shape.js';
import { validateRequest } from '../model/validate.js';
import { createAutoMLJob, createAutoMLJobV2 } from './create-automl-job.js';
import { describeAutoMLJob, describeAutoMLJobV2 } from './describe-automl-job.js';
import { listAutoMLJobs, listCandidatesForAutoMLJob } from './list-automl-jobs.js';
import { stopAutoMLJob } from './stop-automl-job.js';
import { addTags, deleteTags, listTags } from './tags.js';

/** Takes the request as it came off the wire, answers what goes on it; dates become seconds there. */
type Operation = (context: OperationContext, request: unknown) => unknown;

const operation =
  <Input>(shape: StructureShape, run: (context: OperationContext, input: Input) => unknown): Operation =>
  (context, request) =>
    run(context, validateRequest<Input>(shape, request));

/** Keyed by the API's names. */
export const operations: Readonly<Record<string, Operation>> = {
  CreateAutoMLJob: operation(automl.createAutoMLJobRequest, createAutoMLJob),
  CreateAutoMLJobV2: operation(automl.createAutoMLJobV2Request, createAutoMLJobV2),
  DescribeAutoMLJob: operation(automl.describeAutoMLJobRequest, describeAutoMLJob),
  DescribeAutoMLJobV2: operation(automl.describeAutoMLJobV2Request, describeAutoMLJobV2),
  ListAutoMLJobs: operation(automl.listAutoMLJobsRequest, listAutoMLJobs),
  ListCandidatesForAutoMLJob: operation(automl.listCandidatesForAutoMLJobRequest, listCandidatesForAutoMLJob),
  StopAutoMLJob: operation(automl.stopAutoMLJobRequest, stopAutoMLJob),
  AddTags: operation(automl.addTagsInput, addTags),
  ListTags: operation(automl.listTagsInput, listTags),
  DeleteTags: operation(automl.deleteTagsInput, deleteTags),
};
