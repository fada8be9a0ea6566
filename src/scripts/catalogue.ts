import { names } from './names.js';
import type { ScriptDefinition } from './types.js';

/** What the extension consists of, beside the job table. UDFs first: the Lua scripts call them. */
export const catalogue: readonly ScriptDefinition[] = [
  { kind: 'udf', name: names.runtimeInfoUdf, template: 'runtime_info_udf.sql', caller: 'runtime_info.py' },
  { kind: 'udf', name: names.trainingCheckUdf, template: 'training_check_udf.sql', caller: 'training_check.py' },
  { kind: 'udf', name: names.exportTidyUdf, template: 'export_tidy_udf.sql', caller: 'export_tidy.py' },
  { kind: 'udf', name: names.trainingStartUdf, template: 'training_start_udf.sql', caller: 'training_start.py' },
  { kind: 'udf', name: names.jobStatusUdf, template: 'job_status_udf.sql', caller: 'job_status.py' },
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
];
