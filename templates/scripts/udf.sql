CREATE OR REPLACE {{languageAlias}} {{rows}} SCRIPT {{script}} ({{inputs}}) {{output}} AS
{{body}}
