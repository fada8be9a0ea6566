CREATE OR REPLACE LUA SCRIPT {{script}} (job_name, endpoint_name, schema_name, instance_type, instance_count, aws_credentials_connection_name, aws_region) RETURNS TABLE AS
{{body}}
