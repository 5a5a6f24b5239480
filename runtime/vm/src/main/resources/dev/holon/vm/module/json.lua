--- json
-- json: values to text and back (RFC 8259).
--
--   json.encode({ a = { 1, 2 } })     --> {"a":[1,2]}
--   json.decode('{"a":[1,2]}').a[2]   --> 2
--
-- A table is an array when it is empty or has a first element; then it may have no gaps and no other keys. Any other
-- table is an object, and its keys must be strings; they are written in the order of pairs. Integers stay integers,
-- floats are written with 14 digits. Metatables are not looked at. null reads as nil: a member that is null is absent.

-- Tables nest at most this deep, in both directions; so a table that contains itself is an error, not an endless loop.
local JSON_DEPTH_MAX = 200

local function jsonEncoder()
  local ESCAPES = {
    ['"'] = '\\"', ["\\"] = "\\\\",
    ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
  }
  local UNSAFE = '[\0-\31"\\]'

  -- Escapes are made when first needed and then remembered.
  setmetatable(ESCAPES, {
    __index = function(known, c)
      known[c] = string.format("\\u%04x", string.byte(c))
      return known[c]
    end,
  })

  local function quoted(text)
    if string.find(text, UNSAFE) then
      text = string.gsub(text, UNSAFE, ESCAPES)
    end
    return '"' .. text .. '"'
  end

  local function numberText(number)
    if math.type(number) == "integer" then
      return string.format("%d", number)
    elseif number ~= number or number == math.huge or number == -math.huge then
      error("json: a number that is not finite has no JSON form", 0)
    end
    return string.format("%.14g", number)
  end

  -- Checks that a table is an array, and returns its length.
  local function lengthOf(list)
    local count = 0
    for key in next, list do
      if type(key) ~= "number" then
        error("json: a table has both array elements and other keys", 0)
      end
      count = count + 1
    end
    if count ~= rawlen(list) then
      error("json: an array has gaps", 0)
    end
    return count
  end

  local write

  -- Each writer adds pieces of text after position n of out and returns the new n: one list for the whole text, joined
  -- once, is much cheaper than joining at every level.
  local function writeArray(list, out, n, depth)
    out[n + 1] = "["
    n = n + 1
    for i = 1, lengthOf(list) do
      if i > 1 then
        out[n + 1] = ","
        n = n + 1
      end
      n = write(rawget(list, i), out, n, depth)
    end
    out[n + 1] = "]"
    return n + 1
  end

  local function writeObject(map, out, n, depth)
    local before = "{"
    for key, value in next, map do
      if type(key) ~= "string" then
        error("json: an object has a key that is a " .. type(key) .. ", not a string", 0)
      end
      out[n + 1], out[n + 2], out[n + 3] = before, quoted(key), ":"
      n = write(value, out, n + 3, depth)
      before = ","
    end
    out[n + 1] = "}"
    return n + 1
  end

  write = function(value, out, n, depth)
    local kind = type(value)
    if kind == "table" then
      if depth == JSON_DEPTH_MAX then
        error("json: tables nest deeper than " .. JSON_DEPTH_MAX, 0)
      elseif rawget(value, 1) ~= nil or next(value) == nil then
        return writeArray(value, out, n, depth + 1)
      end
      return writeObject(value, out, n, depth + 1)
    elseif kind == "string" then
      out[n + 1] = quoted(value)
    elseif kind == "number" then
      out[n + 1] = numberText(value)
    elseif kind == "boolean" or kind == "nil" then
      out[n + 1] = kind == "nil" and "null" or tostring(value)
    else
      error("json: a " .. kind .. " has no JSON form", 0)
    end
    return n + 1
  end

  return function(value)
    local out = {}
    return table.concat(out, "", 1, write(value, out, 0, 0))
  end
end

local function jsonDecoder()
  local find, sub, byte, match = string.find, string.sub, string.byte, string.match
  local UNESCAPES = {
    ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
  }

  local function fail(position, what)
    error("json: " .. what .. " at position " .. position, 0)
  end

  local function skipSpace(text, position)
    return find(text, "[^ \n\r\t]", position) or #text + 1
  end

  -- Reads uXXXX, and a pair of surrogates as one character. Returns the text and the position after it.
  local function readUnicode(text, position)
    local digits = match(text, "^u(%x%x%x%x)", position)
    if not digits then
      fail(position, "bad \\u escape")
    end
    local code = tonumber(digits, 16)
    local low = code >= 0xD800 and code < 0xDC00 and match(text, "^\\u([dD][c-fC-F]%x%x)", position + 5)
    if low then
      return utf8.char(0x10000 + ((code - 0xD800) << 10) + tonumber(low, 16) - 0xDC00), position + 11
    end
    return utf8.char(code), position + 5
  end

  -- Reads a string whose opening quote is before this position.
  local function readString(text, position)
    local parts, n = nil, 0
    while true do
      local stop = find(text, '[\0-\31"\\]', position)
      local c = stop and byte(text, stop)
      if not stop then
        fail(#text + 1, "string without an end")
      elseif c == 34 then
        local rest = sub(text, position, stop - 1)
        if not parts then
          return rest, stop + 1
        end
        parts[n + 1] = rest
        return table.concat(parts), stop + 1
      elseif c ~= 92 then
        fail(stop, "control character in a string")
      end
      parts = parts or {}
      parts[n + 1] = sub(text, position, stop - 1)
      n = n + 2
      local escaped = sub(text, stop + 1, stop + 1)
      if escaped == "u" then
        parts[n], position = readUnicode(text, stop + 1)
      elseif UNESCAPES[escaped] then
        parts[n], position = UNESCAPES[escaped], stop + 2
      else
        fail(stop, "bad escape")
      end
    end
  end

  -- JSON has fewer forms of numbers than Lua: no 01, no 1. and no .5.
  local function readNumber(text, start)
    local position = match(text, "^-?%d+()", start)
    if not position then
      fail(start, "value expected")
    elseif match(text, "^-?0%d", start) then
      fail(start, "bad number")
    end
    if byte(text, position) == 46 then
      position = match(text, "^%d+()", position + 1) or fail(start, "bad number")
    end
    if match(text, "^[eE]", position) then
      position = match(text, "^[+-]?%d+()", position + 1) or fail(start, "bad number")
    end
    return tonumber(sub(text, start, position - 1)), position
  end

  local read

  local function readArray(text, position, depth)
    local list, n = {}, 0
    position = skipSpace(text, position)
    if byte(text, position) == 93 then
      return list, position + 1
    end
    while true do
      n = n + 1
      list[n], position = read(text, position, depth)
      position = skipSpace(text, position)
      local c = byte(text, position)
      if c == 93 then
        return list, position + 1
      elseif c ~= 44 then
        fail(position, "',' or ']' expected")
      end
      position = position + 1
    end
  end

  local function readObject(text, position, depth)
    local map = {}
    position = skipSpace(text, position)
    if byte(text, position) == 125 then
      return map, position + 1
    end
    while true do
      position = skipSpace(text, position)
      if byte(text, position) ~= 34 then
        fail(position, "name expected")
      end
      local name, value
      name, position = readString(text, position + 1)
      position = skipSpace(text, position)
      if byte(text, position) ~= 58 then
        fail(position, "':' expected")
      end
      value, position = read(text, position + 1, depth)
      map[name] = value
      position = skipSpace(text, position)
      local c = byte(text, position)
      if c == 125 then
        return map, position + 1
      elseif c ~= 44 then
        fail(position, "',' or '}' expected")
      end
      position = position + 1
    end
  end

  read = function(text, position, depth)
    position = skipSpace(text, position)
    local c = byte(text, position)
    if c == 34 then
      return readString(text, position + 1)
    elseif c == 123 or c == 91 then
      if depth == JSON_DEPTH_MAX then
        fail(position, "arrays and objects nest deeper than " .. JSON_DEPTH_MAX)
      end
      return (c == 123 and readObject or readArray)(text, position + 1, depth + 1)
    elseif sub(text, position, position + 3) == "true" then
      return true, position + 4
    elseif sub(text, position, position + 4) == "false" then
      return false, position + 5
    elseif sub(text, position, position + 3) == "null" then
      return nil, position + 4
    end
    return readNumber(text, position)
  end

  return function(text)
    if type(text) ~= "string" then
      error("json: text expected, got " .. type(text), 0)
    end
    local value, position = read(text, 1, 0)
    position = skipSpace(text, position)
    if position <= #text then
      fail(position, "nothing more expected")
    end
    return value
  end
end

json = filledWhenUsed(function(json)
  json._version = "0.2.0"
  json.encode = native.json_encode or jsonEncoder()
  json.decode = native.json_decode or jsonDecoder()
end)

define("json", function() return json end)
