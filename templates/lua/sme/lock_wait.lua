--- Limits the wait for a table that another transaction has changed and not committed. Only QUERY_TIMEOUT limits it in
-- Exasol. The value is set around small statements only, and restored.
local errors = require('sme.errors')

local M = {}

-- Seconds. Every value that this module sets is one more than a multiple of it. So it recognizes a value that a script
-- has left which Exasol aborted as a whole: nobody else sets 61 or 121.
local limit = 60

-- Whether QUERY_TIMEOUT counts per statement of a script or from the start of the script is not documented. The time
-- that has passed is added, so that the limit never ends a script that has exported for hours.
local started = os.time()

local given

local function make_timeout()
    local passed = os.time() - started
    return (1 + (passed + limit - 2) // limit) * limit + 1
end

local function is_left_over(seconds)
    return seconds > limit and seconds % limit == 1
end

local function set(database, seconds)
    return database.try(('ALTER SESSION SET QUERY_TIMEOUT = %d'):format(seconds))
end

local function read(database, expression)
    local rows = database.try(expression)
    return rows and #rows > 0 and math.tointeger(tonumber(tostring(rows[1][1]))) or nil
end

--- Reads the session's own QUERY_TIMEOUT, and takes back a value that an aborted script has left.
-- To be called before anything that may take long.
function M.reset(database)
    if given then
        return
    end
    given = read(database, "SELECT SESSION_PARAMETER(CURRENT_SESSION, 'QUERY_TIMEOUT')")
    if given and is_left_over(given) then
        local statement = "SELECT SYSTEM_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'QUERY_TIMEOUT'"
        given = read(database, statement) or 0
        set(database, given)
    end
end

--- Runs small statements with a limit. A stricter limit of the session stays; one that cannot be restored is not set.
-- @param work returns values and raises nothing
function M.run(database, work)
    M.reset(database)
    local timeout = make_timeout()
    local is_stricter = not given or (given > 0 and given < timeout)
    if is_stricter or not set(database, timeout) then
        return work()
    end
    local outcome = table.pack(work())
    set(database, given)
    return table.unpack(outcome, 1, outcome.n)
end

local reason = 'another transaction holds a table or script and did not end in time'

--- Exasol's text of a statement that failed, with the cause where it waited too long.
function M.explain(message)
    local is_timeout = message and message:lower():find('timeout has been reached', 1, true)
    return is_timeout and ('%s (%s)'):format(reason, message) or message
end

--- @param message that M.explain returned
-- @return the error about a table that another transaction holds; nil where the message says something else
function M.word(qualified, message)
    if message:sub(1, #reason) ~= reason then
        return nil
    end
    local said = ('Another transaction has changed the table %s and not ended; sme stopped waiting for it: %s.'):format(
        qualified,
        message:sub(#reason + 3, -2)
    )
    local fix = 'Find its session in SYS.EXA_DBA_TRANSACTION_CONFLICTS or SYS.EXA_ALL_SESSIONS, and commit, roll '
        .. 'back or kill it. Then run the same command again.'
    return errors.word('E-SME-268', said, fix)
end

return M
