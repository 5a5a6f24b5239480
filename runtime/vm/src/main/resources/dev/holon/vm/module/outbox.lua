--- outbox
-- ao: who the process is and what it sends. Everything it sends is collected and leaves with the result of the message.

ao = {
  _version = "0.2.0",
  _module = "",
  id = "",
  env = {},
  authorities = {},
  assignables = {},
  reference = 0,
  outbox = { Output = {}, Messages = {}, Spawns = {}, Assignments = {} },
}

-- Forgets what was sent so far for this message.
function ao.clearOutbox()
  ao.outbox = { Output = {}, Messages = {}, Spawns = {}, Assignments = {} }
end

-- Fields of Send and Spawn that are no tags.
local MESSAGE_FIELDS = {
  Target = true, Data = true, Tags = true, Anchor = true, From = true,
  receive = true, onReply = true, reply = true, forward = true,
}

local function tagText(value)
  local meta = type(value) == "table" and getmetatable(value)
  if type(value) == "table" and not (meta and meta.__tostring) then
    return json.encode(value)
  end
  return tostring(value)
end

local function addTag(tags, name, value)
  tags[#tags + 1] = { name = name, value = tagText(value) }
end

-- Adds the sender's own tags: those of an explicit list in their order, then all others sorted by name.
local function addUserTags(tags, fields)
  local byName = {}
  local names = {}
  local function collect(name, value)
    if byName[name] == nil then
      names[#names + 1] = name
    end
    byName[name] = value
  end
  local list = fields.Tags or {}
  for _, tag in ipairs(list) do
    addTag(tags, tag.name, tag.value)
  end
  for key, value in pairs(list) do
    if type(key) == "string" then
      collect(key, value)
    end
  end
  for key, value in pairs(fields) do
    if type(key) == "string" and not MESSAGE_FIELDS[key] then
      collect(key, value)
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    addTag(tags, name, byName[name])
  end
end

local function dataText(data)
  if data == nil or type(data) == "string" then
    return data
  end
  return tagText(data)
end

-- Every item carries the next number of a counter, so that no two are the same bytes.
local function nextReference()
  ao.reference = ao.reference + 1
  ao._ref = ao.reference
  return string.format("%d", ao.reference)
end

local function anchorOf(reference)
  return string.rep("0", 32 - #reference) .. reference
end

local function referenceOf(item)
  return string.match(item.Anchor, "^0*(%d+)$")
end

local function replyPattern(message, from)
  return { From = from or message.Target, ["X-Reference"] = referenceOf(message) }
end

-- What Send returns can wait for the answer. The functions are made when asked for: most messages need neither.
--
--   local answer = Send{ Target = id, Action = "Ask" }.receive()       waits; other messages are handled meanwhile
--   Send{ Target = id, Action = "Ask" }.onReply(function(answer) … end)
--
-- Both take the address that will answer as first argument if that is not the target.
local SENT_METHODS = {
  __index = function(message, key)
    if key == "receive" then
      return function(from) return Handlers.receive(replyPattern(message, from)) end
    elseif key == "onReply" then
      return function(...)
        local count = select("#", ...)
        Handlers.once(replyPattern(message, count > 1 and ... or nil), (select(count, ...)))
      end
    end
  end,
}

-- Sends a message: Send{ Target = id, Action = "Hello", Data = "text", Tags = { ... } }.
-- Other string keys become tags. Returns the message as it will leave.
function ao.send(fields)
  if type(fields) ~= "table" or type(fields.Target) ~= "string" then
    error("Send needs a table with a Target", 2)
  end
  local reference = nextReference()
  local tags = {
    { name = "Data-Protocol", value = "ao" },
    { name = "Variant", value = "ao.TN.1" },
    { name = "Type", value = "Message" },
    { name = "Reference", value = reference },
  }
  addUserTags(tags, fields)
  local message = {
    Target = fields.Target,
    Data = dataText(fields.Data),
    Anchor = anchorOf(reference),
    Tags = tags,
  }
  local messages = ao.outbox.Messages
  messages[#messages + 1] = message
  return setmetatable(message, SENT_METHODS)
end

-- The notice that a spawned process exists comes to its parent with the reference of the spawn.
local function spawnedPattern(spawn)
  return { Action = "Spawned", From = ao.id, Reference = referenceOf(spawn) }
end

-- As with Send: Spawn(...).receive() waits for the notice, whose Process is the new id.
local SPAWN_METHODS = {
  __index = function(spawn, key)
    if key == "receive" then
      return function() return Handlers.receive(spawnedPattern(spawn)) end
    elseif key == "onReply" or key == "after" then
      return function(handler) Handlers.once(spawnedPattern(spawn), handler) end
    end
  end,
}

-- Spawns a process: Spawn(moduleId, { Tags = { ... }, Data = "text" }); Spawn({ ... }) uses this process's own module.
-- Scheduler and Authority are those of this process, unless given.
function ao.spawn(module, fields)
  if type(module) == "table" and fields == nil then
    module, fields = ao._module, module
  end
  if type(module) ~= "string" then
    error("Spawn needs the id of a module", 2)
  end
  fields = fields or {}
  local reference = nextReference()
  local tags = {
    { name = "Data-Protocol", value = "ao" },
    { name = "Variant", value = "ao.TN.1" },
    { name = "Type", value = "Process" },
    { name = "From-Process", value = ao.id },
    { name = "From-Module", value = ao._module },
    { name = "Module", value = module },
    { name = "Reference", value = reference },
  }
  addUserTags(tags, fields)
  local given = {}
  for _, tag in ipairs(tags) do
    given[tag.name] = true
  end
  local scheduler = ao.env.Process.Tags.Scheduler
  if scheduler and not given.Scheduler then
    addTag(tags, "Scheduler", scheduler)
  end
  if not given.Authority then
    for _, authority in ipairs(ao.authorities) do
      addTag(tags, "Authority", authority)
    end
  end
  local spawn = { Data = dataText(fields.Data), Anchor = anchorOf(reference), Tags = tags }
  local spawns = ao.outbox.Spawns
  spawns[#spawns + 1] = spawn
  return setmetatable(spawn, SPAWN_METHODS)
end

-- Assigns an existing message to processes: Assign{ Processes = { id, ... }, Message = id }.
function ao.assign(fields)
  if type(fields) ~= "table" or type(fields.Processes) ~= "table" or type(fields.Message) ~= "string" then
    error("Assign needs a table with Processes and a Message", 2)
  end
  local assignments = ao.outbox.Assignments
  assignments[#assignments + 1] = {
    Processes = fields.Processes,
    Message = fields.Message,
    BaseLayer = fields.BaseLayer,
    Exclude = fields.Exclude,
  }
end

-- Through ao, so that a process may replace ao.send and Send follows.
function Send(fields) return ao.send(fields) end

function Spawn(module, fields) return ao.spawn(module, fields) end

function Assign(fields) return ao.assign(fields) end

define("ao", function() return ao end)
