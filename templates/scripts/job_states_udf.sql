CREATE OR REPLACE {{languageAlias}} SET SCRIPT {{script}} ("connection" VARCHAR({{identifierSize}}) UTF8, "region" VARCHAR({{regionSize}}) UTF8, "job_name" VARCHAR({{jobNameSize}}) UTF8, "started" VARCHAR(50) UTF8, "status" VARCHAR({{enumSize}}) UTF8, "nonce" VARCHAR(50) UTF8) EMITS ("job_name" VARCHAR({{jobNameSize}}) UTF8, "state" VARCHAR({{longText}}) UTF8) AS
{{body}}
