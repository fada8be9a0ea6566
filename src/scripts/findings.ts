/**
 * What the examination of training data can find. `templates/lua/sme/finding_messages.lua` and doc/reference/findings.md are generated from
 * this table. `{{name}}` is a slot; a slot in quotes takes a value of the data.
 */

export type Severity = 'error' | 'warning' | 'hint';

export interface FindingDefinition {
  /** `error`: the training would be refused or fail; `warning`: the model would probably suffer; `hint`: good to know. */
  readonly severity: Severity;
  /** What was found. The column is not repeated. */
  readonly text: string;
  /** What to do about it. */
  readonly suggestion: string;
}

const exclude = 'Add it to exclude_columns.';
const costs = 'The bill grows with the number of candidates, the runtime and the size of the data.';

/** Findings about the target. */
const targetFindings = {
  missing_targets: {
    severity: 'warning',
    text: 'The target is NULL in {{count}} of {{rows}} rows. Autopilot ignores these rows.',
    suggestion: 'Fill in the targets, or leave these rows out with a view or input_query.',
  },
  rare_classes: {
    severity: 'warning',
    text: 'Of the {{classes}} classes, these have fewer than {{min}} rows: {{list}}.',
    suggestion: 'Merge rare classes, provide more rows of them, or leave their rows out.',
  },
  classes_lost_in_sample: {
    severity: 'warning',
    text: 'In a sample of {{sample}} of {{rows}} rows, these classes have fewer than {{min}} rows: {{list}}. The numbers are those of the input.',
    suggestion: 'Increase sample_rows, or merge rare classes.',
  },
  imbalanced_classes: {
    severity: 'warning',
    text: "{{share}} of the rows have the class '{{label}}', so a model that always predicts it has this accuracy.",
    suggestion:
      'Use an objective that takes the other classes into account, such as F1, AUC or BalancedAccuracy, or weight the rows with sample_weight_column.',
  },
  many_classes: {
    severity: 'warning',
    text: 'The target has {{count}} classes in {{rows}} rows, {{average}} rows per class on average.',
    suggestion: 'Group the classes, or predict a number instead.',
  },
  nearly_unique_labels: {
    severity: 'warning',
    text: 'The target has {{count}} different labels in {{rows}} rows, so a model cannot learn most of them.',
    suggestion: 'Choose a target whose labels repeat, or group the labels.',
  },
  labels_read_as_missing: {
    severity: 'warning',
    text: 'Readers of CSV files take these labels for missing values: {{list}}. Their rows would be ignored.',
    suggestion: "Rename these labels, for example to 'none given'.",
  },
  labels_differ_in_case: {
    severity: 'warning',
    text: 'These labels differ only in upper and lower case or blanks, but count as different classes: {{list}}.',
    suggestion: 'Write each class in one way, for example with UPPER(TRIM({{column}})).',
  },
  numeric_labels: {
    severity: 'hint',
    text: 'The target is {{type}} but contains only numbers. The training is started as {{problem_type}}.',
    suggestion: 'To predict a number, cast the target to DECIMAL or DOUBLE. To confirm the classes, set problem_type.',
  },
  few_target_values: {
    severity: 'hint',
    text: 'The target is a number with only {{count}} different values, so Autopilot may take it for classes.',
    suggestion: "Set problem_type to 'Regression' or to the classification that you want.",
  },
  missing_weights: {
    severity: 'warning',
    text: 'The sample weight is NULL in {{count}} of {{rows}} rows. Autopilot ignores these rows.',
    suggestion: 'Replace NULL by a weight, for example with COALESCE({{column}}, 1).',
  },
} as const satisfies Readonly<Record<string, FindingDefinition>>;

/** Findings about the values of a column. */
const columnFindings = {
  unsupported_type: {
    severity: 'error',
    text: 'Autopilot cannot learn from a column of type {{type}}.',
    suggestion: 'Add it to exclude_columns, or cast it to text or a number in a view or in input_query.',
  },
  all_null: { severity: 'warning', text: 'The column is NULL in every row.', suggestion: exclude },
  mostly_null: {
    severity: 'hint',
    text: 'The column is NULL in {{share}} of the rows.',
    suggestion: 'Add it to exclude_columns, unless it matters whether it has a value.',
  },
  constant: {
    severity: 'warning',
    text: "The column has the same value in every row that has one: '{{value}}'.",
    suggestion: exclude,
  },
  nearly_unique: {
    severity: 'warning',
    text: '{{distinct}} of {{count}} values are different: this looks like an ID, from which a model learns nothing general.',
    suggestion: exclude,
  },
  copy_of_column: {
    severity: 'warning',
    text: "The column has the same value as '{{other}}' in every row.",
    suggestion: 'Add one of them to exclude_columns.',
  },
  copy_of_target: {
    severity: 'warning',
    text: 'The column has the same value as the target in every row, so the model would only copy it.',
    suggestion: exclude,
  },
  reveals_target: {
    severity: 'warning',
    text: 'Each of its {{distinct}} values occurs with only one class of the target: it probably contains the answer.',
    suggestion: 'Add it to exclude_columns, unless its value is known before the outcome.',
  },
  null_reveals_target: {
    severity: 'warning',
    text: 'Whether the column is NULL decides the class of the target in every row: it was probably filled in after the outcome.',
    suggestion: 'Add it to exclude_columns, unless its value is known before the outcome.',
  },
  follows_target: {
    severity: 'warning',
    text: 'The correlation with the target is {{correlation}}: it probably contains the answer in another unit or scale.',
    suggestion: 'Add it to exclude_columns, unless its value is known before the outcome.',
  },
  missing_value_words: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are words for a missing value, such as '{{value}}'. They become a category of their own.",
    suggestion: 'Replace them by NULL in a view or in input_query: {{sql}}.',
  },
  numbers_as_text: {
    severity: 'hint',
    text: 'All {{count}} values are numbers stored as text. Autopilot most likely reads them as numbers.',
    suggestion: 'If they are numbers, use {{sql}}. If they are codes, put a letter in front: {{code}}.',
  },
  mostly_numbers_as_text: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are numbers stored as text; the others, such as '{{value}}', are not.",
    suggestion: 'Convert the numbers in a view or in input_query: {{sql}}.',
  },
  leading_zeros: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are digits with leading zeros, such as '{{value}}'. Autopilot reads them as numbers, so the zeros are lost.",
    suggestion: 'If they are codes, put a letter in front: {{code}}.',
  },
  decimal_commas: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are numbers with a decimal comma, such as '{{value}}'. Autopilot takes them for text or for missing.",
    suggestion: 'Convert them in a view or in input_query: {{sql}}.',
  },
  formatted_numbers: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are numbers with separators, a currency or a percent sign, such as '{{value}}'. Autopilot takes them for text or for missing.",
    suggestion: 'Convert them in a view or in input_query: {{sql}}.',
  },
  dates_as_text: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are dates stored as text, such as '{{value}}'.",
    suggestion: 'Convert them in a view or in input_query: {{sql}}.',
  },
  ambiguous_dates: {
    severity: 'warning',
    text: "{{count}} of {{rows}} values are dates stored as text, such as '{{value}}', in which day and month cannot be told apart.",
    suggestion: 'Convert them in a view or in input_query: {{sql}}, or with MM and DD exchanged.',
  },
  dates_as_numbers: {
    severity: 'warning',
    text: "All {{count}} values are dates stored as numbers, such as '{{value}}'. The distance between two of them means nothing.",
    suggestion: 'Convert them in a view or in input_query: {{sql}}.',
  },
  imprecise_numbers: {
    severity: 'hint',
    text: "Values such as '{{value}}' have more than 15 digits. Autopilot computes with about 15.",
    suggestion: 'If the values are IDs, add the column to exclude_columns. Otherwise scale or round them.',
  },
  long_text: {
    severity: 'hint',
    text: 'The texts have {{average}} characters on average and up to {{max}}. Long texts make a training slow.',
    suggestion: 'Exclude the column, or extract what matters from it, such as its length or key words.',
  },
  high_cardinality: {
    severity: 'hint',
    text: 'The column has {{distinct}} different texts in {{count}} rows. Categories with few rows teach a model little.',
    suggestion: 'Group the values, for example the first characters of a code, or exclude the column.',
  },
} as const satisfies Readonly<Record<string, FindingDefinition>>;

/** Findings about the data as a whole. */
const tableFindings = {
  many_columns: {
    severity: 'warning',
    text: 'The training uses {{count}} columns. More than {{max}} make it slow and rarely better.',
    suggestion: 'Select the columns that matter with input_columns, or exclude those with a finding.',
  },
  few_rows: {
    severity: 'hint',
    text: 'There are only {{rows}} rows for {{columns}} columns.',
    suggestion: 'Provide more rows, or use fewer columns.',
  },
  duplicate_rows: {
    severity: 'hint',
    text: '{{count}} of {{rows}} rows repeat another row in all columns of the training.',
    suggestion: 'If they are duplicates by mistake, remove them, for example with SELECT DISTINCT.',
  },
  about_duplicate_rows: {
    severity: 'hint',
    text: 'About {{share}} of {{rows}} rows repeat another row in all columns of the training.',
    suggestion: 'If they are duplicates by mistake, remove them, for example with SELECT DISTINCT.',
  },
  too_large: {
    severity: 'error',
    text: 'The data has {{size}} as CSV. Autopilot takes less than 100 GB.',
    suggestion: 'Train on fewer columns, or on a sample with sample_rows.',
  },
  sampled_by_aws: {
    severity: 'hint',
    text: 'The data has {{size}} as CSV. AWS trains on a sample of about 5 GB of larger data.',
    suggestion: 'Save time with a sample of your own, in which each class keeps its share: sample_rows {{sample}}.',
  },
  expected_ensembling: {
    severity: 'hint',
    text: 'The data has {{rows}} rows, {{columns}} columns and {{size}} as CSV. Up to 100 MB, mode AUTO means ENSEMBLING.',
    suggestion: costs,
  },
  expected_tuning: {
    severity: 'hint',
    text: 'The data has {{rows}} rows, {{columns}} columns and {{size}} as CSV. Above 100 MB, mode AUTO means HYPERPARAMETER_TUNING.',
    suggestion: costs,
  },
  chosen_mode: {
    severity: 'hint',
    text: 'The data has {{rows}} rows, {{columns}} columns and {{size}} as CSV. The mode is {{mode}}.',
    suggestion: costs,
  },
  no_limits: {
    severity: 'hint',
    text: 'The job has no limit of its own, so those of AWS apply: 250 candidates and 30 days.',
    suggestion: 'Set max_candidates and max_runtime_for_automl_job_in_seconds.',
  },
  no_rows_examined: {
    severity: 'warning',
    text: 'The values of the columns could not be examined: {{reason}}.',
    suggestion: 'Fix the cause and run the examination again.',
  },
} as const satisfies Readonly<Record<string, FindingDefinition>>;

/** All findings by name, in the order of the reference. */
export const findings = { ...targetFindings, ...columnFindings, ...tableFindings };

export const findingGroups = [
  ['Target and weight', targetFindings],
  ['Columns', columnFindings],
  ['The data as a whole', tableFindings],
] as const satisfies readonly (readonly [title: string, findings: Readonly<Record<string, FindingDefinition>>])[];
