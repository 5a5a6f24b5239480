-- Runs a program as the engine under test does: arg[1] is the file, arg[2] its chunk name, the rest its arguments.
-- The error goes to the error stream and the exit status is 3.
local open, exit, stderr = io.open, os.exit, io.stderr
local file = open(arg[1], "rb")
local source = file:read("a")
file:close()
local name = arg[2]
local arguments = table.pack(table.unpack(arg, 3))

io = { write = io.write }
-- What only builds with compatibility for older versions have; two names of one function would also make the name
-- in an error text depend on the order of a table.
for _, name in ipairs { "atan2", "cosh", "frexp", "ldexp", "log10", "pow", "sinh", "tanh" } do math[name] = nil end
os, require, package, dofile, loadfile, arg = nil, nil, nil, nil, nil, nil

local function text(value)
  if type(value) == "string" then return value end
  if type(value) == "number" then return tostring(value) end
  local metatable = getmetatable(value)
  if type(metatable) == "table" and metatable.__tostring then return tostring(value) end
  return "(error object is a " .. type(value) .. " value)"
end

local program, problem = load(source, name, "t")
local fine = program ~= nil
if fine then fine, problem = xpcall(program, text, table.unpack(arguments, 1, arguments.n)) end
if not fine then
  stderr:write(problem)
  exit(3)
end
