--- Faults of our own: errors that nobody worded. They reach the user with what was left where, and with what to do.
local errors = require('sme.errors')

local M = {}

local left = {}
local what_to_do = 'Run the same command again.'

--- Notes what stays where it is should the script end now.
-- @param what such as "3 rows in files below 's3://…'"
-- @param advice what to do about all that is noted by then
function M.note_side_effect(what, advice)
    left[#left + 1], what_to_do = what, advice
end

--- The line in the script at which a running function stands: all of a script is one source. Nothing where this Exasol
-- has no debug library.
local function find_line()
    local own = debug and debug.getinfo and debug.getinfo(1, 'S')
    -- behind this function, its caller and the handler
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

local function word(meta, thrown)
    local text = tostring(thrown)
    -- anywhere: whether Exasol puts something in front of a text on its way through a protected call, nobody has seen
    if text:find('[EF]%-SME%-%d+: ') then
        return text
    end
    return errors.word(
        'F-SME-56',
        ('The script %s failed by a fault of its own: %s%s. %s'):format(
            tostring(meta.script_name),
            text,
            find_line(),
            #left > 0 and ('It left %s.'):format(table.concat(left, '; ')) or 'What it had done by then stays.'
        ),
        what_to_do .. ' Where that does not help, report this text.'
    )
end

--- Runs a script. What it throws in words goes on as it is.
-- @param meta exa.meta
function M.run(meta, run)
    local results
    if xpcall then
        results = table.pack(xpcall(run, function(thrown)
            return word(meta, thrown)
        end))
    else
        results = table.pack(pcall(run))
        if not results[1] then
            results[2] = word(meta, results[2])
        end
    end
    if not results[1] then
        error(results[2], 0)
    end
    return table.unpack(results, 2, results.n)
end

return M
