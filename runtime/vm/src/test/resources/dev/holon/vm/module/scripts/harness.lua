-- Drives the built-in module as an engine does. The runner has set two globals: MODULE_SOURCE, the text of the module,
-- and PROGRAMS, from names to texts of example programs. Afterwards Test has what the test scripts use.

Test = { count = 0 }

local OWNER = "owner-address"
local STRANGER = "stranger-address"
local AUTHORITY = "authority-address"
local PROCESS = "process-id"

local function globalsFor(native)
  local globals = {}
  for _, name in ipairs({
    "assert", "error", "getmetatable", "ipairs", "load", "next", "pairs", "pcall", "rawequal", "rawget", "rawlen",
    "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "xpcall", "print",
  }) do
    globals[name] = _G[name]
  end
  for _, name in ipairs({ "string", "table", "math", "os", "coroutine", "utf8", "debug" }) do
    local library = {}
    for key, value in pairs(_G[name] or {}) do
      library[key] = value
    end
    globals[name] = library
  end
  globals._G = globals
  globals.__holon = native
  return globals
end

-- The globals of a process that has the module, before its first message.
function Test.load(native)
  local globals = globalsFor(native)
  assert(load(MODULE_SOURCE, "=module", "t", globals))()
  return globals
end

local Process = {}
Process.__index = Process

-- A process. spawnTags are the tags of its spawn item.
function Test.boot(spawnTags, native)
  local tags = {
    { name = "Authority", value = AUTHORITY }, { name = "Scheduler", value = "scheduler-address" },
  }
  for _, tag in ipairs(spawnTags or {}) do
    tags[#tags + 1] = tag
  end
  return setmetatable({
    globals = Test.load(native),
    env = {
      Process = { Id = PROCESS, Owner = OWNER, Tags = tags },
      Module = { Id = "module-id", Owner = OWNER, Tags = {} },
    },
    nonce = 0,
  }, Process)
end

-- Gives it a message: fields of the protocol, and Tags as a map or a list. An error comes back as { Error = … }.
function Process:handle(fields)
  self.nonce = self.nonce + 1
  local tags = {}
  for key, value in pairs(fields.Tags or {}) do
    tags[#tags + 1] = type(key) == "number" and value or { name = key, value = value }
  end
  local message = {
    Id = "message-" .. self.nonce, Signature = "signature", From = STRANGER, Target = PROCESS, Epoch = 0,
    Nonce = self.nonce, Timestamp = 1700000000000 + self.nonce, ["Block-Height"] = 1500000, ["Hash-Chain"] = "chain",
    Cron = false, ["Read-Only"] = false,
  }
  for key, value in pairs(fields) do
    message[key] = value
  end
  message.Owner = fields.Owner or message.From
  message.Tags = tags
  local isFine, result = pcall(self.globals.handle, message, self.env)
  if not isFine then
    return { Error = result }
  end
  return result
end

function Process:eval(code)
  return self:handle({ From = OWNER, Data = code, Tags = { Action = "Eval" } })
end

-- The text that an Eval puts out; an error is an error here.
function Process:value(code)
  local result = self:eval(code)
  if result.Error then
    error(tostring(result.Error), 2)
  end
  return result.Output.data
end

-- A message of another process, as the network delivers it.
function Process:deliver(from, tags, data)
  return self:handle({ From = from, Owner = AUTHORITY, ["Forwarded-By"] = AUTHORITY, Tags = tags, Data = data })
end

function Process:send(action, tags, data)
  local all = { Action = action }
  for key, value in pairs(tags or {}) do
    all[key] = value
  end
  return self:handle({ Tags = all, Data = data })
end

function Process:cron(tags)
  return self:handle({ From = OWNER, Cron = true, Tags = tags })
end

function Test.tag(item, name)
  for _, tag in ipairs(item.Tags) do
    if tag.name == name then
      return tag.value
    end
  end
end

-- All tags as one text.
function Test.tags(item)
  local parts = {}
  for i, tag in ipairs(item.Tags) do
    parts[i] = tag.name .. "=" .. tag.value
  end
  return table.concat(parts, " ")
end

function Test.equal(actual, expected, what)
  if actual ~= expected then
    error((what and what .. ": " or "") .. "expected <" .. tostring(expected) .. "> but was <" .. tostring(actual) .. ">", 2)
  end
end

-- Expects an error whose text contains another.
function Test.fails(expected, fn, ...)
  local isFine, problem = pcall(fn, ...)
  if isFine then
    error("expected an error with <" .. expected .. ">", 2)
  elseif not string.find(tostring(problem), expected, 1, true) then
    error("expected an error with <" .. expected .. "> but was <" .. tostring(problem) .. ">", 2)
  end
end

-- One test. Its failure ends the script, with its name.
function Test.case(name, body)
  local isFine, problem = pcall(body)
  if not isFine then
    error(name .. ": " .. tostring(problem), 0)
  end
  Test.count = Test.count + 1
end
