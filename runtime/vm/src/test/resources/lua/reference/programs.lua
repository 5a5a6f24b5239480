-- Stands before the generated programs of a batch.
local pcall, select, type, tostring, write, byte, gsub = pcall, select, type, tostring, io.write, string.byte, string.gsub
local function escape(c) return "\\" .. byte(c) .. ";" end
local lines = 0
local function text(v, depth)
  local t = type(v)
  if t == "string" then return '"' .. gsub(#v > 200 and v:sub(1, 200) or v, "[^ -~]", escape) .. '"' end
  if t == "number" then if v ~= v then return "nan" end return tostring(v) end
  if t == "boolean" or t == "nil" then return tostring(v) end
  if t == "table" and depth < 3 and not getmetatable(v) then
    local out = "{"
    for i = 1, 6 do
      if v[i] == nil then break end
      out = out .. text(v[i], depth + 1) .. ","
    end
    return out .. "}"
  end
  return t
end
local function show(...)
  lines = lines + 1
  if lines > 400 then error("enough", 0) end
  for i = 1, select("#", ...) do write(text((select(i, ...)), 0), " ") end
  write("\n")
end
local T
-- The first result, or the error's text.
local function Q(f) return (select(2, pcall(f))) end
-- The text of a number or a string, cut short; other values pass through, so that .. can fail on them.
local function S(v) if type(v) == "string" then return v:sub(1, 50) end if v ~= v then return "nan" end return v end
-- An iterator over the number and string keys of a table in a defined order.
local function K(t)
  local keys = {}
  for k in next, t do if type(k) == "number" or type(k) == "string" then keys[#keys + 1] = k end end
  table.sort(keys, function(a, b) if type(a) ~= type(b) then return type(a) < type(b) end return a < b end)
  local i = 0
  return function() i = i + 1 if keys[i] ~= nil then return keys[i], rawget(t, keys[i]) end end
end
local function P(number, f)
  lines = 0
  T = { 10, 20.5, "thirty", x = "ex" }
  write("program ", number, "\n")
  local fine, problem = pcall(f, number, "arg")
  write("end ", tostring(fine), " ", fine and "" or text(problem, 0), "\n")
end
