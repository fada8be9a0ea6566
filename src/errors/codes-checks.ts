import type { ErrorDefinition } from './codes.js';

/** Errors of what a training checks before the export (Lua and Python), numbers 290-299. */
export const checksCodes = {
  'E-SME-290': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'input_query has several columns of the name {{columns}}.',
    mitigation: 'Give each its own alias (… AS …), or select only one of them.',
  },
  'E-SME-291': {
    where: 'templates/lua/sme/training_input.lua',
    text: 'Exasol cannot export columns of the name {{columns}}: a name has at most 128 characters and no dot.',
    mitigation: 'Give the expression an alias in the view or in input_query, such as B*1.19 AS GROSS.',
  },
  'E-SME-292': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' is a text column with {{count}} different numbers.",
    mitigation:
      "Set problem_type to 'MulticlassClassification' to predict classes; to predict numbers, cast the target to DECIMAL or DOUBLE.",
  },
  'E-SME-293': {
    where: 'templates/lua/sme/training_input.lua',
    text: "The target '{{target}}' has another value in each of {{count}} rows.",
    mitigation: 'Choose a target whose values repeat, so that a model can learn classes from it.',
  },
  'E-SME-294': {
    where: 'templates/python/sme/training_check.py',
    text: "iam_sagemaker_role '{{role}}' is in the account {{named}}, but the keys of the connection are in {{account}}.",
    mitigation: "Use a role of the keys' account: SageMaker does not accept roles of other accounts.",
  },
  'E-SME-295': {
    where: 'templates/python/sme/tag_rules.py',
    text: "The tag '{{key}}' with the value '{{value}}' contains {{characters}}.",
    mitigation: 'AWS accepts letters, digits, blanks and _ . : / = + - @ in tags: remove the other characters.',
  },
} as const satisfies Record<string, ErrorDefinition>;
