--- Converts times of AWS and of the tables: UTC, 'YYYY-MM-DD HH:MM:SS'. Lua's os.time would read them in the time zone
-- of the machine.
local M = {}

--- Days since 1970-01-01. Years begin in March here, so that a leap day is the last day of its year.
local function count_days(year, month, day)
    local shifted = (month + 9) % 12
    local years = year - (month <= 2 and 1 or 0)
    local leaps = years // 4 - years // 100 + years // 400
    return years * 365 + leaps + (shifted * 153 + 2) // 5 + day - 1 - 719468
end

--- @return seconds since 1970
function M.seconds(moment)
    local year, month, day, hour, minute, second = moment:match('^(%d+)-(%d+)-(%d+) (%d+):(%d+):(%d+)')
    local days = count_days(math.tointeger(year), math.tointeger(month), math.tointeger(day))
    return days * 86400 + math.tointeger(hour) * 3600 + math.tointeger(minute) * 60 + math.tointeger(second)
end

--- @param seconds since 1970
function M.write(seconds)
    return os.date('!%Y-%m-%d %H:%M:%S', seconds)
end

return M
