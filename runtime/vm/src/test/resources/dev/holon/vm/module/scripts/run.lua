-- Runs the test scripts under the plain interpreter:
--
--   lua5.3 run.lua <folder of this file> <file with the module's text>
--
-- Another engine does the same, in one state: it sets MODULE_SOURCE, PROGRAMS, and NATIVE_UNDER_TEST if it has functions
-- of its own for the module, then runs the scripts of list.txt in their order. A script that fails raises an error.

local folder, module = ...

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

MODULE_SOURCE = read(module)
PROGRAMS = {}
for kind, name in string.gmatch(read(folder .. "/list.txt"), "(%S+) (%S+)") do
  if kind == "program" then
    PROGRAMS[name] = read(folder .. "/programs/" .. name .. ".lua")
  else
    local before = Test and Test.count or 0
    assert(loadfile(folder .. "/" .. name .. ".lua"))()
    print("ok " .. name .. " " .. Test.count - before)
  end
end
