import { names } from './names.js';
import type { ScriptDefinition } from './types.js';

/** What the extension consists of, beside the job table. UDFs first: the Lua scripts call them. */
export const catalogue: readonly ScriptDefinition[] = [
  { kind: 'udf', name: names.runtimeInfoUdf, template: 'runtime_info_udf.sql', caller: 'runtime_info.py' },
  { kind: 'udf', name: names.networkCheckUdf, template: 'network_check_udf.sql', caller: 'network_check.py' },
  { kind: 'udf', name: names.connectionCheckUdf, template: 'connection_check_udf.sql', caller: 'connection_check.py' },
  { kind: 'udf', name: names.trainingCheckUdf, template: 'training_check_udf.sql', caller: 'training_check.py' },
  { kind: 'udf', name: names.exportTidyUdf, template: 'export_tidy_udf.sql', caller: 'export_tidy.py' },
  { kind: 'udf', name: names.trainingStartUdf, template: 'training_start_udf.sql', caller: 'training_start.py' },
  { kind: 'udf', name: names.jobStatusUdf, template: 'job_status_udf.sql', caller: 'job_status.py' },
  { kind: 'udf', name: names.jobDescriptionUdf, template: 'job_description_udf.sql', caller: 'job_description.py' },
  { kind: 'udf', name: names.candidateListUdf, template: 'candidate_list_udf.sql', caller: 'candidate_list.py' },
  {
    kind: 'udf',
    name: names.featureImportanceUdf,
    template: 'feature_importance_udf.sql',
    caller: 'feature_importance.py',
  },
  { kind: 'udf', name: names.jobStopUdf, template: 'job_stop_udf.sql', caller: 'job_stop.py' },
  { kind: 'udf', name: names.jobStatesUdf, template: 'job_states_udf.sql', caller: 'job_states.py' },
  {
    kind: 'scripting',
    name: names.train,
    template: 'train_with_sagemaker_autopilot.sql',
    entry: 'train.lua',
  },
  {
    kind: 'scripting',
    name: names.pollJobStatus,
    template: 'poll_sagemaker_autopilot_job_status.sql',
    entry: 'poll.lua',
  },
  {
    kind: 'scripting',
    name: names.describeJob,
    template: 'describe_sagemaker_autopilot_job.sql',
    entry: 'describe.lua',
  },
  {
    kind: 'scripting',
    name: names.listCandidates,
    template: 'list_sagemaker_autopilot_candidates.sql',
    entry: 'candidates.lua',
  },
  {
    kind: 'scripting',
    name: names.listFeatureImportance,
    template: 'list_sagemaker_autopilot_feature_importance.sql',
    entry: 'feature_importance.lua',
  },
  { kind: 'scripting', name: names.stopJob, template: 'stop_sagemaker_autopilot_job.sql', entry: 'stop.lua' },
  { kind: 'scripting', name: names.listJobs, template: 'jobs.sql', entry: 'jobs.lua' },
  { kind: 'udf', name: names.endpointPlanUdf, template: 'endpoint_plan_udf.sql', caller: 'endpoint_plan.py' },
  { kind: 'udf', name: names.endpointStartUdf, template: 'endpoint_start_udf.sql', caller: 'endpoint_start.py' },
  { kind: 'udf', name: names.endpointRemovalUdf, template: 'endpoint_removal_udf.sql', caller: 'endpoint_removal.py' },
  { kind: 'udf', name: names.jobsRecoveryUdf, template: 'jobs_recovery_udf.sql', caller: 'jobs_recovery.py' },
  {
    kind: 'scripting',
    name: names.createEndpoint,
    template: 'create_sagemaker_autopilot_endpoint.sql',
    entry: 'create_endpoint.lua',
  },
  {
    kind: 'scripting',
    name: names.deployEndpoint,
    template: 'deploy_sagemaker_autopilot_endpoint.sql',
    entry: 'deploy_endpoint.lua',
  },
  {
    kind: 'scripting',
    name: names.deleteEndpoint,
    template: 'delete_sagemaker_autopilot_endpoint.sql',
    entry: 'delete_endpoint.lua',
  },
  {
    kind: 'scripting',
    name: names.recoverJobs,
    template: 'recover_sagemaker_autopilot_jobs.sql',
    entry: 'recover_jobs.lua',
  },
];
