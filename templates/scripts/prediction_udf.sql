CREATE OR REPLACE {{languageAlias}} SET SCRIPT {{script}} ({{inputs}}) EMITS ({{outputs}}) AS
# exasol-sagemaker-extension {{extensionVersion}}: made for one endpoint, by the script that created it.
{{body}}
