-- Errors as scripts see them in Exasol: a message without Lua's position, never a table. The position is stored separately.
local debug = debug -- scripts get a restricted version
local raw_error, raw_pcall, raw_xpcall = error, pcall, xpcall
local raw_resume, raw_wrap = coroutine.resume, coroutine.wrap

local errors = {}
local Raised = {
    __tostring = function(raised)
        return raised.message
    end,
}

--- Raised by exit(). Ends the script; pcall does not catch it.
errors.EXIT = setmetatable({}, {
    __tostring = function()
        return 'exit'
    end,
})

--- Chunk and line of the innermost function that belongs to a script.
local function position(level)
    while true do
        local info = debug.getinfo(level, 'Sl')
        if not info then
            return nil, nil
        end
        local chunk = string.match(info.source, '^=script#(%d+)$')
        if chunk and info.currentline > 0 then
            return chunk, info.currentline
        end
        level = level + 1
    end
end

--- Raises an error. @param level number of functions up from the caller whose line is reported
function errors.raise(message, level)
    local chunk, line = position((level or 1) + 3)
    raw_error(setmetatable({ message = message, chunk = chunk, line = line }, Raised), 0)
end

--- Converts any raised value to {message, chunk, line}.
function errors.describe(raised)
    if getmetatable(raised) == Raised then
        return raised
    end
    local message = type(raised) == 'string' and raised or tostring(raised)
    local chunk, line
    while true do
        local in_chunk, in_line, rest = string.match(message, '^script#(%d+):(%d+): (.*)$')
        if in_chunk then
            chunk, line = in_chunk, in_line
        else
            rest = string.match(message, '^prelude:%d+: (.*)$')
        end
        if not rest then
            break
        end
        message = rest
    end
    if not line then
        chunk, line = position(3)
    end
    return setmetatable({ message = message, chunk = chunk, line = line }, Raised)
end

local function check(ok, ...)
    if ok then
        return true, ...
    end
    local raised = ...
    if raised == errors.EXIT then
        raw_error(raised, 0)
    end
    return false, errors.describe(raised).message
end

function errors.error(message, level)
    local text = type(message) == 'string' and message or tostring(message)
    errors.raise(text, math.max(level or 1, 1))
end

function errors.pcall(target, ...)
    return check(raw_pcall(target, ...))
end

function errors.xpcall(target, handler, ...)
    local function finish(ok, raised, ...)
        if not ok and raised == errors.EXIT then
            raw_error(raised, 0)
        end
        return ok, raised, ...
    end
    return finish(raw_xpcall(target, function(raised)
        return raised == errors.EXIT and raised or handler(errors.describe(raised).message)
    end, ...))
end

function errors.resume(thread, ...)
    return check(raw_resume(thread, ...))
end

function errors.wrap(target)
    local resume = raw_wrap(target)
    return function(...)
        return resume(...)
    end
end

return errors
