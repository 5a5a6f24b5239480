--- modules
-- The start of the built-in module: what is shared by all parts that follow, and require.
--
-- A process has no files. require gives only what is registered here under package.preload, or what the process itself
-- puts into package.loaded. Built-in modules have names such as "json"; "json" and ".json" are the same one.

-- Hot functions that the engine brings along as Java code. For each there is a Lua version in the parts below that
-- gives the same results; it is used where the engine has none, as under the plain lua5.3 program. This is the only
-- place where the two meet: a part says native.name or its own function.
local native = __holon or {}
__holon = nil

package = { loaded = { _G = _G }, preload = {} }

for _, name in ipairs({ "string", "table", "math", "os", "coroutine", "utf8", "debug", "bit32" }) do
  package.loaded[name] = _G[name]
end

-- Registers a built-in module. Its loader runs when it is first required, so that a process pays for what it uses.
local function define(name, loader)
  package.preload[name] = loader
end

local function otherName(name)
  if string.byte(name) == 46 then
    return string.sub(name, 2)
  end
  return "." .. name
end

-- Returns a module; loads it at the first call.
function require(name)
  if type(name) ~= "string" then
    error("require needs the name of a module", 2)
  end
  local loaded, preload = package.loaded, package.preload
  if loaded[name] ~= nil then
    return loaded[name]
  end
  local other = otherName(name)
  local value = loaded[other]
  if value == nil then
    local loader = preload[name] or preload[other]
    if not loader then
      error("module '" .. name .. "' not found: a process can require only built-in modules and package.loaded", 2)
    end
    value = loader(name)
    if value == nil then
      value = true
    end
  end
  loaded[name] = value
  return value
end

-- A table that fills itself when a field is first read. For globals that most processes never touch.
local function filledWhenUsed(fill)
  return setmetatable({}, {
    __index = function(empty, key)
      setmetatable(empty, nil)
      fill(empty)
      return empty[key]
    end,
  })
end
