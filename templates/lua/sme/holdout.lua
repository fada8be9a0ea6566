--- The rows that a training keeps apart, so that its model can be evaluated on rows that it has not seen. A hash of the
-- row decides, so the same rows are kept apart in every training and by every later query. src/tables/holdout.ts writes
-- the same SQL; test/integration/holdout.test.ts compares them.
local csv_line = require('sme.csv_line')
local facts = require('sme.facts')

local M = {}

--- @param columns list of { name, type } to hash: the key, or all columns of the training
-- @param fraction of the rows, greater than 0 and less than 1
-- @return SQL that is true for the rows that are kept apart, and false for all others
function M.condition(columns, fraction)
    local values = {
        ['@'] = csv_line.expression(columns, nil, ''),
        ['#'] = ('%d'):format(math.floor(fraction * facts.holdout_slots)),
    }
    return (facts.holdout_condition:gsub('[@#]', values))
end

return M
