--- Reports errors that no code expected, with the completed side effects and the next step for the user.
local errors = require('sme.errors')
local missing_grants = require('sme.missing_grants')

local M = {}

local side_effects = {}
local next_step = 'Run the same command again.'

--- Records a side effect that remains if the script fails from here on.
-- @param effect such as "3 rows in files below 's3://…'"
-- @param step what the user can do about all side effects recorded so far
function M.note_side_effect(effect, step)
    side_effects[#side_effects + 1], next_step = effect, step
end

--- Where the running function was called: ' (line 12)'. Empty if this Exasol has no debug library.
-- A bundled script is one source, so the innermost frame of that source is the one to report.
local function find_line()
    local own = debug and debug.getinfo and debug.getinfo(1, 'S')
    -- skips this function, its caller and the handler
    local level = 4
    while own do
        local info = debug.getinfo(level, 'Sl')
        if not info then
            return ''
        elseif info.source == own.source and info.currentline > 0 then
            return (' (line %d)'):format(info.currentline)
        end
        level = level + 1
    end
    return ''
end

--- An error that has a code stays unchanged; any other error becomes F-SME-56.
local function to_error_text(meta, thrown)
    local message = tostring(thrown)
    -- The code is searched anywhere, because Exasol may put text in front of a message that passes a protected call.
    if message:find('[EF]%-SME%-%d+: ') then
        return message
    end
    local remaining = #side_effects > 0 and ('It left %s.'):format(table.concat(side_effects, '; '))
        or 'Steps that had completed are not undone.'
    return errors.format('F-SME-56', {
        script = tostring(meta.script_name),
        reason = message .. find_line(),
        side_effects = remaining,
        next_step = next_step,
    })
end

--- Runs the body of a script.
-- @param meta exa.meta
-- @param pquery Exasol's global function of that name
-- @param body function
-- @return what the body returns
function M.run(meta, pquery, body)
    local results
    if xpcall then
        results = table.pack(xpcall(body, function(thrown)
            -- A tail call would remove the frame of this handler, which find_line counts on.
            local message = to_error_text(meta, thrown)
            return message
        end))
    else
        results = table.pack(pcall(body))
        if not results[1] then
            results[2] = to_error_text(meta, results[2])
        end
    end
    if not results[1] then
        error(missing_grants.add_to(pquery, results[2]), 0)
    end
    return table.unpack(results, 2, results.n)
end

return M
