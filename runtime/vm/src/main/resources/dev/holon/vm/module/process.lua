-- The process: its owner, its inbox, Eval, and handle, which the engine calls once for each message.

Name = "holon"
Inbox = {}

-- Messages that nobody handles are kept up to this number; then the oldest go.
local INBOX_MAX = 10000

local printed = {}

-- Collects what the process prints; it leaves as the Output of the message.
function print(...)
  local parts = table.pack(...)
  for i = 1, parts.n do
    parts[i] = tostring(parts[i])
  end
  printed[#printed + 1] = table.concat(parts, "\t", 1, parts.n)
end

local function firstTag(tags, name)
  for _, tag in ipairs(tags) do
    if tag.name == name and tag.value ~= "" then
      return tag.value
    end
  end
end

-- Learns who the process is. Its owner is who spawned it: the spawning process if there was one, else the signer.
local function learn(env)
  ao.env = env
  ao.id = env.Process.Id
  for _, tag in ipairs(env.Process.Tags) do
    if tag.name == "Authority" then
      ao.authorities[#ao.authorities + 1] = tag.value
    end
  end
  Owner = Owner or firstTag(env.Process.Tags, "From-Process") or env.Process.Owner
  Name = firstTag(env.Process.Tags, "Name") or Name
end

function ao.isAuthority(address)
  for _, authority in ipairs(ao.authorities) do
    if authority == address then
      return true
    end
  end
  return false
end

-- A message that claims to come from a process must be signed by one whom this process trusts to say so.
local function isTrusted(msg)
  return msg["Forwarded-By"] == nil or msg.Owner == Owner or ao.isAuthority(msg.Owner)
end

-- Anybody may assign any message to this process. One that is meant for another target is ignored unless a matcher here
-- takes it; matchers are those of handlers.
local assignables = {}

function ao.removeAssignable(name)
  for i, entry in ipairs(assignables) do
    if entry.name == name then
      table.remove(assignables, i)
      return
    end
  end
end

function ao.addAssignable(name, matcher)
  ao.removeAssignable(name)
  assignables[#assignables + 1] = { name = name, pattern = matcher }
end

function ao.isAssignable(msg)
  for _, entry in ipairs(assignables) do
    if matches(entry.pattern, msg) then
      return true
    end
  end
  return false
end

local function shown(value)
  if type(value) == "table" then
    local isEncoded, text = pcall(json.encode, value)
    return isEncoded and text or tostring(value)
  end
  return tostring(value)
end

-- Runs Lua text, an expression or statements, and prints the values it returns.
local function evaluate(code)
  local chunk = load("return " .. code, "=eval")
  local problem
  if not chunk then
    chunk, problem = load(code, "=eval")
  end
  if not chunk then
    error(problem, 0)
  end
  local values = table.pack(chunk())
  for i = 1, values.n do
    values[i] = shown(values[i])
  end
  if values.n > 0 then
    printed[#printed + 1] = table.concat(values, "\t", 1, values.n)
  end
end

local function receive(msg)
  if not runHandlers(msg) then
    if #Inbox >= INBOX_MAX then
      table.remove(Inbox, 1)
    end
    Inbox[#Inbox + 1] = msg
  end
end

-- The spawn item is the process's first message. With the tag On-Boot=Data its data is the process's first program.
local function boot(msg)
  if msg.Tags["On-Boot"] == "Data" then
    evaluate(msg.Data or "")
  end
end

-- Decides what a message is. Returns the text of an Output that is not printed, or nil, and the text of an error that
-- was found before anything changed.
local function dispatch(msg)
  if msg.Id == ao.id and msg.Tags.Type == "Process" then
    boot(msg)
  elseif not isTrusted(msg) then
    return "untrusted sender"
  elseif msg.Target ~= ao.id and not ao.isAssignable(msg) then
    return "not assignable"
  elseif msg.Tags.Action == "Eval" then
    if msg.From ~= Owner or msg.Target ~= ao.id then
      return nil, "only the owner may Eval"
    end
    evaluate(msg.Data or "")
    return ""
  else
    receive(msg)
  end
end

local function output(remark)
  local text = table.concat(printed, "\n")
  if remark then
    return { data = remark .. text, prompt = Name .. "> " }
  elseif text ~= "" then
    return { data = text, prompt = Name .. "> ", print = true }
  end
end

-- Called by the engine with a message and the process's environment, see docs of the module format.
function handle(msg, env)
  outbox.Messages, outbox.Spawns, outbox.Assignments = {}, {}, {}
  printed = {}
  if ao.id == "" then
    learn(env)
  end
  local remark, refusal = dispatch(prepareMessage(msg))
  if refusal then
    return { Error = refusal, Unchanged = true }
  end
  return {
    Messages = outbox.Messages,
    Spawns = outbox.Spawns,
    Assignments = outbox.Assignments,
    Output = output(remark),
  }
end
