local rounds = tonumber((...)) or 1
local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }
local encode
local function text(s) return '"' .. s:gsub('[%c"\\]', function(c) return escapes[c] or string.format("\\u%04x", c:byte()) end) .. '"' end
function encode(v)
  local t = type(v)
  if t == "table" then
    local out = {}
    if #v > 0 then
      for i = 1, #v do out[i] = encode(v[i]) end
      return "[" .. table.concat(out, ",") .. "]"
    end
    local keys = {}
    for k in pairs(v) do keys[#keys + 1] = k end
    table.sort(keys)
    for i, k in ipairs(keys) do out[i] = text(k) .. ":" .. encode(v[k]) end
    return "{" .. table.concat(out, ",") .. "}"
  elseif t == "string" then return text(v) end
  return tostring(v)
end
local decode
local unescape = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }
local function skip(s, i) return s:find("%S", i) or #s + 1 end
local function word(s, i)
  local out, from = {}, i + 1
  while true do
    local at = s:find('["\\]', from)
    out[#out + 1] = s:sub(from, at - 1)
    if s:sub(at, at) == '"' then return table.concat(out), at + 1 end
    local c = s:sub(at + 1, at + 1)
    if c == "u" then out[#out + 1] = string.char(tonumber(s:sub(at + 2, at + 5), 16)) from = at + 6
    else out[#out + 1] = unescape[c] or c from = at + 2 end
  end
end
function decode(s, i)
  i = skip(s, i)
  local c = s:sub(i, i)
  if c == "{" then
    local t = {}
    i = skip(s, i + 1)
    while s:sub(i, i) ~= "}" do
      local k, v
      k, i = word(s, i)
      v, i = decode(s, skip(s, i) + 1)
      t[k] = v
      i = skip(s, i)
      if s:sub(i, i) == "," then i = skip(s, i + 1) end
    end
    return t, i + 1
  elseif c == "[" then
    local t = {}
    i = skip(s, i + 1)
    while s:sub(i, i) ~= "]" do
      t[#t + 1], i = decode(s, i)
      i = skip(s, i)
      if s:sub(i, i) == "," then i = skip(s, i + 1) end
    end
    return t, i + 1
  elseif c == '"' then return word(s, i)
  elseif s:find("^true", i) then return true, i + 4
  elseif s:find("^false", i) then return false, i + 5 end
  local digits = s:match("^-?[%d.eE+-]+", i)
  return tonumber(digits), i + #digits
end
local data = { items = {}, title = 'a "quoted" title\n', done = true }
for i = 1, 60 do data.items[i] = { id = i, name = "item " .. i, tags = { "x", "y\t" .. i }, price = i * 1.25 + 0.125, stock = i % 2 == 0 } end
local sum = 0
for _ = 1, rounds do
  for _ = 1, 30 do
    local s = encode(data)
    local back = decode(s, 1)
    sum = sum + #s + #back.items + back.items[7].id
  end
end
print(sum)
