-- json: text to values and back.
--
-- encode writes the same text for the same value everywhere: keys sorted, integers without a fraction, no white space.
-- A table with values 1 to n and no other key is an array, and so is an empty one. decode leaves out null members of
-- objects; in arrays null reads as json.null, so that positions stay.

json = { null = setmetatable({}, { __tostring = function() return "null" end }) }

local JSON_DEPTH_MAX = 60

local JSON_ESCAPES = {
  ['"'] = '\\"', ["\\"] = "\\\\",
  ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local JSON_UNESCAPES = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/",
  b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

local function escapeCharacter(c)
  return JSON_ESCAPES[c] or string.format("\\u%04x", string.byte(c))
end

local function encodeText(text)
  if string.find(text, '[%c"\\]') then
    text = string.gsub(text, '[\0-\31"\\]', escapeCharacter)
  end
  return '"' .. text .. '"'
end

-- The shortest text that reads back as the same number.
local function encodeNumber(number)
  if number ~= number or number == math.huge or number == -math.huge then
    error("json: " .. tostring(number) .. " has no JSON form", 0)
  end
  if number == math.floor(number) and number < 2 ^ 53 and number > -(2 ^ 53) then
    return string.format("%d", number)
  end
  for digits = 14, 17 do
    local text = string.format("%." .. digits .. "g", number)
    if tonumber(text) == number then
      return text
    end
  end
end

local encodeValue

local function encodeArray(list, depth)
  local parts = {}
  for i = 1, #list do
    parts[i] = encodeValue(list[i], depth)
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function encodeObject(map, depth)
  local byName = {}
  local names = {}
  for key, value in pairs(map) do
    local name = type(key) == "string" and key or tostring(key)
    names[#names + 1] = name
    byName[name] = value
  end
  table.sort(names)
  for i, name in ipairs(names) do
    names[i] = encodeText(name) .. ":" .. encodeValue(byName[name], depth)
  end
  return "{" .. table.concat(names, ",") .. "}"
end

local function isArray(value)
  local count = 0
  for _ in pairs(value) do
    count = count + 1
  end
  return count == #value
end

encodeValue = function(value, depth)
  local kind = type(value)
  if kind == "string" then
    return encodeText(value)
  elseif kind == "number" then
    return encodeNumber(value)
  elseif kind == "boolean" then
    return tostring(value)
  elseif value == nil or value == json.null then
    return "null"
  elseif kind ~= "table" then
    error("json: a " .. kind .. " has no JSON form", 0)
  elseif depth == JSON_DEPTH_MAX then
    error("json: tables nest deeper than " .. JSON_DEPTH_MAX, 0)
  end
  return (isArray(value) and encodeArray or encodeObject)(value, depth + 1)
end

function json.encode(value)
  return encodeValue(value, 0)
end

local function decodeError(position, what)
  error("json: " .. what .. " at position " .. position, 0)
end

local function skipSpace(text, position)
  return string.find(text, "[^ \n\r\t]", position) or #text + 1
end

local function utf8Text(code)
  if code < 0x80 then
    return string.char(code)
  elseif code < 0x800 then
    return string.char(0xC0 + math.floor(code / 0x40), 0x80 + code % 0x40)
  elseif code < 0x10000 then
    return string.char(0xE0 + math.floor(code / 0x1000), 0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
  end
  return string.char(0xF0 + math.floor(code / 0x40000), 0x80 + math.floor(code / 0x1000) % 0x40,
    0x80 + math.floor(code / 0x40) % 0x40, 0x80 + code % 0x40)
end

-- Reads \uXXXX, and a pair of surrogates as one character. Returns the text and the position after it.
local function decodeUnicode(text, position)
  local digits = string.match(text, "^u(%x%x%x%x)", position)
  if not digits then
    decodeError(position, "bad \\u escape")
  end
  local code = tonumber(digits, 16)
  local low = code >= 0xD800 and code < 0xDC00 and string.match(text, "^\\u([dD][c-fC-F]%x%x)", position + 5)
  if low then
    return utf8Text(0x10000 + (code - 0xD800) * 0x400 + tonumber(low, 16) - 0xDC00), position + 11
  end
  return utf8Text(code), position + 5
end

-- Reads a string whose opening quote is before this position.
local function decodeText(text, position)
  local parts = {}
  while true do
    local stop = string.find(text, '["\\]', position)
    if not stop then
      decodeError(position, "string without end")
    end
    parts[#parts + 1] = string.sub(text, position, stop - 1)
    if string.byte(text, stop) == 34 then
      return table.concat(parts), stop + 1
    end
    local escaped = string.sub(text, stop + 1, stop + 1)
    if escaped == "u" then
      parts[#parts + 1], position = decodeUnicode(text, stop + 1)
    elseif JSON_UNESCAPES[escaped] then
      parts[#parts + 1], position = JSON_UNESCAPES[escaped], stop + 2
    else
      decodeError(stop, "bad escape")
    end
  end
end

local decodeValue

local function decodeArray(text, position, depth)
  local list = {}
  position = skipSpace(text, position)
  if string.sub(text, position, position) == "]" then
    return list, position + 1
  end
  while true do
    local value
    value, position = decodeValue(text, position, depth)
    if value == nil then
      value = json.null
    end
    list[#list + 1] = value
    position = skipSpace(text, position)
    local c = string.sub(text, position, position)
    if c == "]" then
      return list, position + 1
    elseif c ~= "," then
      decodeError(position, "',' or ']' expected")
    end
    position = position + 1
  end
end

local function decodeObject(text, position, depth)
  local map = {}
  position = skipSpace(text, position)
  if string.sub(text, position, position) == "}" then
    return map, position + 1
  end
  while true do
    position = skipSpace(text, position)
    if string.sub(text, position, position) ~= '"' then
      decodeError(position, "name expected")
    end
    local name
    name, position = decodeText(text, position + 1)
    position = skipSpace(text, position)
    if string.sub(text, position, position) ~= ":" then
      decodeError(position, "':' expected")
    end
    map[name], position = decodeValue(text, position + 1, depth)
    position = skipSpace(text, position)
    local c = string.sub(text, position, position)
    if c == "}" then
      return map, position + 1
    elseif c ~= "," then
      decodeError(position, "',' or '}' expected")
    end
    position = position + 1
  end
end

local function decodeNumber(text, position)
  local digits = string.match(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", position)
  local number = digits and tonumber(digits)
  if not number then
    decodeError(position, "value expected")
  end
  return number, position + #digits
end

decodeValue = function(text, position, depth)
  if depth > JSON_DEPTH_MAX then
    decodeError(position, "deeper than " .. JSON_DEPTH_MAX)
  end
  position = skipSpace(text, position)
  local c = string.sub(text, position, position)
  if c == '"' then
    return decodeText(text, position + 1)
  elseif c == "{" then
    return decodeObject(text, position + 1, depth + 1)
  elseif c == "[" then
    return decodeArray(text, position + 1, depth + 1)
  elseif string.sub(text, position, position + 3) == "true" then
    return true, position + 4
  elseif string.sub(text, position, position + 4) == "false" then
    return false, position + 5
  elseif string.sub(text, position, position + 3) == "null" then
    return nil, position + 4
  end
  return decodeNumber(text, position)
end

function json.decode(text)
  if type(text) ~= "string" then
    error("json: text expected, got " .. type(text), 2)
  end
  local value, position = decodeValue(text, 1, 0)
  position = skipSpace(text, position)
  if position <= #text then
    decodeError(position, "nothing more expected")
  end
  return value
end
