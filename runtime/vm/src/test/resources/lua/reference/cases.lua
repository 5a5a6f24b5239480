-- Stands before the generated cases of a batch. C(number, function, arguments...) prints one line of what it gives.
local pcall, select, type, tostring, write, byte, gsub, format, mtype = pcall, select, type, tostring, io.write, string.byte, string.gsub, string.format, math.type
local function escape(c) return "\\" .. byte(c) .. ";" end
local function text(v)
  local t = type(v)
  if t == "string" then return '"' .. gsub(v, "[^ -~]", escape) .. '"' end
  if t == "number" then
    if v ~= v then return "nan" end
    return tostring(v)
  end
  if t == "boolean" or t == "nil" then return tostring(v) end
  if t == "table" then
    local out = "{"
    for i = 1, 12 do
      if v[i] == nil then break end
      out = out .. text(v[i]) .. ","
    end
    return out .. "}"
  end
  return t
end
local function show(...)
  for i = 1, select("#", ...) do write("\t", text((select(i, ...)))) end
  write("\n")
end
local function C(n, f, ...)
  write(n)
  show(pcall(f, ...))
end
-- All digits, for results that every machine must round alike.
local function X(v)
  if mtype(v) == "float" and v == v then return format("%.17g", v) end
  return v
end
