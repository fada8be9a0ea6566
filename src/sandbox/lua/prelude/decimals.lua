-- Exasol's decimal: a userdata with its digits as text. The sandbox does the arithmetic in integers of any length.
local debug = debug -- scripts get a restricted version
local new_userdata, send_request = ...

local decimals = {}
local metatable = { __name = 'decimal' }

function decimals.is(value)
    return type(value) == 'userdata' and debug.getmetatable(value) == metatable
end

local function text_of(value)
    return (debug.getuservalue(value, 1))
end

--- @param text a number without trailing zeros, with a point only before a fraction
function decimals.from_text(text)
    local value = new_userdata()
    debug.setuservalue(value, text, 1)
    return debug.setmetatable(value, metatable)
end

local function operand(value, operator)
    if decimals.is(value) then
        return text_of(value)
    elseif math.type(value) == 'integer' then
        return string.format('%d', value)
    end
    error('attempt to ' .. operator .. ' a decimal and a ' .. type(value) .. ' value', 0)
end

local function to_number(value)
    return decimals.is(value) and tonumber(text_of(value)) or value
end

local function calculate(operator, left, right)
    local request = string.format('{"kind":"decimal","operator":"%s","left":"%s","right":"%s"}', operator, left, right)
    local response = send_request(request)
    if response.message then
        error(response.message, 0)
    end
    return response.value
end

--- An operation on a decimal and an integer yields a decimal; with a fractional number, and for every division, the result is a number.
local function arithmetic(operator, on_numbers)
    return function(left, right)
        if
            math.type(left) == 'float'
            or math.type(right) == 'float'
            or type(left) == 'string'
            or type(right) == 'string'
        then
            return on_numbers(to_number(left), to_number(right))
        end
        return decimals.from_text(calculate(operator, operand(left, operator), operand(right, operator)))
    end
end

local function compare(left, right)
    if math.type(left) == 'float' or math.type(right) == 'float' then
        left, right = to_number(left), to_number(right)
        return left < right and -1 or left > right and 1 or 0
    end
    return tonumber(calculate('compare', operand(left, 'compare'), operand(right, 'compare')))
end

metatable.__add = arithmetic('+', function(left, right)
    return left + right
end)
metatable.__sub = arithmetic('-', function(left, right)
    return left - right
end)
metatable.__mul = arithmetic('*', function(left, right)
    return left * right
end)
metatable.__mod = arithmetic('%', function(left, right)
    return left % right
end)
metatable.__div = function(left, right)
    return to_number(left) / to_number(right)
end
metatable.__unm = function(value)
    return decimals.from_text(calculate('-', '0', text_of(value)))
end
metatable.__eq = function(left, right)
    return compare(left, right) == 0
end
metatable.__lt = function(left, right)
    return compare(left, right) < 0
end
metatable.__le = function(left, right)
    return compare(left, right) <= 0
end
metatable.__tostring = text_of
metatable.__concat = function(left, right)
    return (decimals.is(left) and text_of(left) or left) .. (decimals.is(right) and text_of(right) or right)
end
metatable.__index = {
    tonumber = to_number,
    tostring = text_of,
    scale = function(value)
        return #(string.match(text_of(value), '%.(%d+)') or '')
    end,
    add = metatable.__add,
    sub = metatable.__sub,
    mul = metatable.__mul,
}
metatable.__metatable = 'decimal'

--- Exasol's decimal(value [, precision [, scale]]). The default scale is 0.
function decimals.new(value, precision, scale)
    local kind = type(value)
    if kind ~= 'number' and kind ~= 'string' and not decimals.is(value) then
        error('decimal() expects a number, a string or a decimal, got ' .. kind, 0)
    end
    local text = math.type(value) == 'float' and string.format('%.17g', value) or tostring(value)
    local limits = string.format('%d %d', precision or 18, scale or 0)
    return decimals.from_text(calculate('cast', string.gsub(text, '["\\%c]', '?'), limits))
end

return decimals
