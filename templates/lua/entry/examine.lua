-- luacheck: read_globals json_str
-- Examines the data of a training. Changes nothing; with input_query it commits, like the training.
local data_examination = require('sme.data_examination')
local script_context = require('sme.script_context')

local rows = {}
for index, finding in ipairs(data_examination.run(json_str, script_context.read(exa.meta, pquery))) do
    rows[index] = {
        finding.severity,
        finding.column or null,
        finding.name,
        finding.detail,
        finding.suggestion,
    }
end
return rows, [[{{examinationResult}}]]
