CREATE OR REPLACE {{languageAlias}} SET SCRIPT {{script}} ({{inputs}}) EMITS ({{outputs}}) AS
# exasol-sagemaker-extension {{extensionVersion}}: made for one endpoint, by the script that created it.
#
# Predicts with the model of a SageMaker endpoint.
#
# Parameters: the key columns, then the columns of the training data
# Result: the same columns, unchanged, and the predictions
# Documentation: doc/user_guide/serve_and_predict.md in the package exasol-sagemaker-extension
#
{{optionLines}}{{body}}
