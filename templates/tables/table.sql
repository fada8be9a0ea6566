CREATE TABLE IF NOT EXISTS {{table}} (
    {{columns}}
) COMMENT IS {{comment}}
