CREATE OR REPLACE LUA SCRIPT {{script}} (json_str) RETURNS TABLE AS
{{body}}
