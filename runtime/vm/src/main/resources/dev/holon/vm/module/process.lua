--- process
-- The process: its owner, its inbox, Eval, and handle, which the engine calls once for each message.

Name = "holon"
Inbox = {}
Errors = {}
Colors = { red = "\27[31m", green = "\27[32m", blue = "\27[34m", gray = "\27[90m", reset = "\27[0m" }
Utils = filledWhenUsed(function(utils)
  for name, value in pairs(require("utils")) do
    utils[name] = value
  end
end)

-- Messages that nobody handles are kept up to this number; then the oldest go.
local INBOX_MAX = 10000

local printed = {}

-- How Eval and print show a value: tables are written out, unless they say themselves how they read.
local function shown(value)
  local meta = getmetatable(value)
  if type(value) == "table" and not (type(meta) == "table" and meta.__tostring) then
    return require("stringify").format(value)
  end
  return tostring(value)
end

local function printValues(...)
  local parts = table.pack(...)
  for i = 1, parts.n do
    parts[i] = shown(parts[i])
  end
  printed[#printed + 1] = table.concat(parts, "\t", 1, parts.n)
end

-- Collects what the process prints; it leaves as the Output of the message.
function print(...) printValues(...) end

function ao.log(...) printValues(...) end

-- A value as text, to print or send.
function Dump(value) return shown(value) end

function Version() print("version: " .. ao._version) end

function Prompt() return Name .. "> " end

-- Learns who the process is. Its owner is who spawned it: the spawning process if there was one, else the signer.
local function learn(env)
  local process, module = env.Process, env.Module or {}
  ao.env = {
    Process = { Id = process.Id, Owner = process.Owner, Tags = mapOf(process.Tags), TagArray = process.Tags },
    Module = { Id = module.Id, Owner = module.Owner, Tags = mapOf(module.Tags or {}), TagArray = module.Tags },
  }
  ao.id, ao._module = process.Id, module.Id or ""
  for _, tag in ipairs(process.Tags) do
    if tag.name == "Authority" then
      ao.authorities[#ao.authorities + 1] = tag.value
    end
  end
  local function given(name)
    local value = ao.env.Process.Tags[name]
    return value ~= "" and value or nil
  end
  Owner = Owner or given("From-Process") or process.Owner
  Name = given("Name") or Name
end

function ao.isAuthority(address)
  for _, authority in ipairs(ao.authorities) do
    if authority == address then
      return true
    end
  end
  return false
end

-- A message that claims to come from a process must be signed by one whom this process trusts to say so. A process may
-- replace this function with rules of its own.
function ao.isTrusted(msg)
  return msg["Forwarded-By"] == nil or msg.Owner == Owner or ao.isAuthority(msg.Owner)
end

-- Anybody may assign any message to this process. One that is meant for another target is ignored unless an assignable
-- takes it: ao.addAssignable("payments", { Action = "Pay" }). A name makes it possible to remove it.

function ao.isAssignment(msg)
  return msg.Target ~= ao.id
end

function ao.removeAssignable(nameOrIndex)
  for i, entry in ipairs(ao.assignables) do
    if entry.name == nameOrIndex or i == nameOrIndex then
      table.remove(ao.assignables, i)
      return
    end
  end
end

function ao.addAssignable(...)
  local name, pattern = ...
  if select("#", ...) == 1 then
    name, pattern = nil, name
  else
    ao.removeAssignable(name)
  end
  ao.assignables[#ao.assignables + 1] = { name = name, pattern = pattern }
end

function ao.isAssignable(msg)
  for _, entry in ipairs(ao.assignables) do
    local answer = matchesMessage(msg, entry.pattern)
    if answer and answer ~= 0 and answer ~= "skip" then
      return true
    end
  end
  return false
end

-- Runs Lua text, an expression or statements, and prints the values it returns.
local function evaluate(code)
  local chunk = load("return " .. code, "=eval", "t", _G)
  local problem
  if not chunk then
    chunk, problem = load(code, "=eval", "t", _G)
  end
  if not chunk then
    error(problem, 0)
  end
  local values = table.pack(chunk())
  if values.n > 0 then
    printValues(table.unpack(values, 1, values.n))
  end
end

local function intoInbox(msg)
  if #Inbox >= INBOX_MAX then
    table.remove(Inbox, 1)
  end
  Inbox[#Inbox + 1] = msg
end

-- What happens to a message that no handler takes. A handler named "_default" does that instead of the Inbox.
local function handleDefault(msg, env)
  for _, entry in ipairs(Handlers.list) do
    if entry.name == "_default" and not entry.inactive then
      return entry.handle(msg, env)
    end
  end
  intoInbox(msg)
end

-- Gives the message to the handlers, and to the default if none takes it. Returns whether one took it.
function Handlers.evaluate(msg, env)
  local isTaken = runHandlers(msg, env)
  if not isTaken then
    handleDefault(msg, env)
  end
  return isTaken
end

-- Runs a function in a coroutine of its own, so that it can wait for messages.
local function run(body, ...)
  proceed(coroutine.create(body), true, ...)
end

-- Decides what a message is. Returns the text of an Output that is not printed, or nil, and the text of an error that
-- was found before anything changed.
local function dispatch(msg)
  if msg.Id == ao.id and msg.Tags.Type == "Process" then
    -- The spawn item is the first message. With the tag On-Boot=Data its data is the process's first program.
    if msg.Tags["On-Boot"] == "Data" then
      run(evaluate, msg.Data or "")
    end
  elseif not ao.isTrusted(msg) then
    return "untrusted sender"
  elseif ao.isAssignment(msg) and not ao.isAssignable(msg) then
    return "not assignable"
  elseif msg.Tags.Action == "Eval" then
    if msg.From ~= Owner or msg.Target ~= ao.id then
      return nil, "only the owner may Eval"
    end
    run(evaluate, msg.Data or "")
    return ""
  else
    run(Handlers.evaluate, msg, ao.env)
  end
end

local function output(remark)
  local text = table.concat(printed, "\n")
  if remark then
    return { data = remark .. text, prompt = Prompt() }
  elseif text ~= "" then
    return { data = text, prompt = Prompt(), print = true }
  elseif type(ao.outbox.Output) ~= "table" or next(ao.outbox.Output) ~= nil then
    return ao.outbox.Output
  end
end

-- What leaves with the message. Fields of the given table win; an Error goes alone.
function ao.result(given)
  given = given or {}
  local outbox = ao.outbox
  if given.Error or outbox.Error then
    return { Error = given.Error or outbox.Error }
  end
  return {
    Messages = given.Messages or outbox.Messages,
    Spawns = given.Spawns or outbox.Spawns,
    Assignments = given.Assignments or outbox.Assignments,
    Output = given.Output or output(),
  }
end

-- Called by the engine with a message and the process's environment, see docs of the module format. An error that
-- nobody catches goes to the engine: it becomes the Error of the result, and nothing of the evaluation stays.
function handle(msg, env)
  ao.clearOutbox()
  printed = {}
  if ao.id == "" then
    learn(env)
  end
  local remark, refusal = dispatch(prepareMessage(msg))
  if refusal then
    return { Error = refusal, Unchanged = true }
  end
  return ao.result({ Output = output(remark) })
end

define("process", function() return { _version = ao._version, handle = handle } end)
define("eval", function() return function() return function(msg) evaluate(msg.Data or "") end end end)
define("default", function()
  return function(insert)
    return function(msg) (insert or intoInbox)(msg) end
  end
end)
define("boot", function()
  return function()
    return function(msg)
      if msg.Tags["On-Boot"] == "Data" then
        evaluate(msg.Data or "")
      end
    end
  end
end)
define("assignment", function() return { init = function() end } end)
