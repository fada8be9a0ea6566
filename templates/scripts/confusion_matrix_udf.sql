CREATE OR REPLACE {{languageAlias}} SET SCRIPT {{script}} ("request" VARCHAR({{longText}}) UTF8) RETURNS VARCHAR({{longText}}) UTF8 AS
{{body}}
