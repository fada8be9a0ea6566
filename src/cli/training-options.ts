import type { SmeCommand } from './command.js';

/** Adds the options that say which data a training uses and for what: `sme train` trains on it, `sme data check` examines it. */
export function addTrainingDataOptions(command: SmeCommand): SmeCommand {
  return command
    .option('--target <column>', 'column to predict')
    .option('--query <select>', 'use the rows of this SELECT instead of a table')
    .option('--columns <list>', 'use these columns only, such as AGE,PLAN')
    .option('--exclude-columns <list>', 'use all columns except these')
    .option('--sample-rows <n>', 'train on a sample of at most n rows, in which each class keeps its share')
    .option('--sample-seed <n>', 'with --sample-rows: another number selects another sample; default 0')
    .option('--holdout-fraction <fraction>', 'fraction of the rows to keep apart for an evaluation, such as 0.2')
    .option(
      '--holdout-key <list>',
      'with --holdout-fraction: columns whose values stay together, such as CUSTOMER_ID; default: all columns',
    )
    .option('--problem-type <type>', 'Regression, BinaryClassification or MulticlassClassification')
    .option('--objective <metric>', 'metric to optimize, such as F1 or RMSE')
    .option('--mode <mode>', 'AUTO, ENSEMBLING or HYPERPARAMETER_TUNING')
    .option('--sample-weight-column <column>', 'column with the weight of each row')
    .option('--validation-fraction <fraction>', 'fraction of the rows to hold out for validation, such as 0.2')
    .option('--max-candidates <n>', 'maximum number of models to try')
    .option('--max-runtime <time>', 'maximum duration of the job, such as 2h')
    .option('--max-runtime-per-candidate <time>', 'maximum training time per model');
}
