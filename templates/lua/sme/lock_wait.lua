--- Limits how long a statement waits for a table that another transaction has changed and not committed. In Exasol only
-- QUERY_TIMEOUT limits that wait, so it is set around small statements and restored afterwards.
local errors = require('sme.errors')

local M = {}

-- Seconds. This module sets only values that are one more than a multiple of the limit, such as 61 or 121. By that it
-- recognizes a value left behind by a script that Exasol aborted.
local limit = 60

-- Whether QUERY_TIMEOUT counts per statement of a script or from the start of the script is not documented. The time
-- that has passed is added, so that the limit never ends a script that has been exporting for hours.
local started = os.time()

local session_timeout

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

--- Reads the session's own QUERY_TIMEOUT, and resets a value that an aborted script left behind.
-- Call this before any statement that may take long.
function M.reset(database)
    if session_timeout then
        return
    end
    session_timeout = read(database, "SELECT SESSION_PARAMETER(CURRENT_SESSION, 'QUERY_TIMEOUT')")
    if session_timeout and is_left_over(session_timeout) then
        local statement = "SELECT SYSTEM_VALUE FROM SYS.EXA_PARAMETERS WHERE PARAMETER_NAME = 'QUERY_TIMEOUT'"
        session_timeout = read(database, statement) or 0
        set(database, session_timeout)
    end
end

--- Runs small statements with the limit. Keeps a stricter limit of the session, and sets no limit if it could not
-- restore the session's own.
-- @param work function that raises no error
-- @return what the function returns
function M.run(database, work)
    M.reset(database)
    local timeout = make_timeout()
    local is_stricter = not session_timeout or (session_timeout > 0 and session_timeout < timeout)
    if is_stricter or not set(database, timeout) then
        return work()
    end
    local outcome = table.pack(work())
    set(database, session_timeout)
    return table.unpack(outcome, 1, outcome.n)
end

local reason = 'another transaction holds a table or script and did not end in time'

--- Exasol's message about a failed statement, with the cause if the statement waited too long.
function M.explain(message)
    local is_timeout = message and message:lower():find('timeout has been reached', 1, true)
    return is_timeout and ('%s (%s)'):format(reason, message) or message
end

--- @param message that M.explain returned
-- @return the error about a table that another transaction holds; nil if the message is about something else
function M.locked_table_error(qualified, message)
    if message:sub(1, #reason) ~= reason then
        return nil
    end
    return errors.format('E-SME-268', { table = qualified, reason = message:sub(#reason + 3, -2) })
end

return M
