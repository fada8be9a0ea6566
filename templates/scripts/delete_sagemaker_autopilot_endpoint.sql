CREATE OR REPLACE LUA SCRIPT {{script}} (endpoint_name, aws_credentials_connection_name, aws_region) RETURNS TABLE AS
{{body}}
