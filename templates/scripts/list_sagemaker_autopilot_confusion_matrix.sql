CREATE OR REPLACE LUA SCRIPT {{script}} (job_name, aws_credentials_connection_name, aws_region) RETURNS TABLE AS
{{body}}
