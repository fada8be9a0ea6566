CREATE OR REPLACE LUA SCRIPT {{script}} ({{parameters}}) RETURNS TABLE AS
{{body}}
