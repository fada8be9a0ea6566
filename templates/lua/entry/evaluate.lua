-- luacheck: read_globals json_str
-- Evaluates predictions. Changes nothing; with input_query it commits, because a view is created temporarily.
local evaluation = require('sme.evaluation')
local script_context = require('sme.script_context')

local rows = {}
for index, metric in ipairs(evaluation.run(json_str, script_context.read(exa.meta, pquery))) do
    rows[index] = {
        metric.name,
        metric.label or null,
        metric.threshold or null,
        metric.value or null,
        metric.predicted_label or null,
    }
end
return rows, [[{{evaluationResult}}]]
