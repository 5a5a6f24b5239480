-- ao: what the process sends. Everything it sends is collected and leaves with the result of the message.

ao = { id = "", env = {}, authorities = {}, reference = 0 }

-- Kept outside of ao, so that a process cannot lose what it already sent by assigning to a field.
local outbox = { Messages = {}, Spawns = {}, Assignments = {} }

-- Fields of Send and Spawn that are no tags.
local MESSAGE_FIELDS = { Target = true, Data = true, Tags = true, Anchor = true }

local function tagText(value)
  if type(value) == "table" then
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
  for key, value in pairs(fields.Tags or {}) do
    if type(key) == "number" then
      addTag(tags, value.name, value.value)
    else
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
  return string.format("%d", ao.reference)
end

local function anchorOf(reference)
  return string.rep("0", 32 - #reference) .. reference
end

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
  outbox.Messages[#outbox.Messages + 1] = message
  return message
end

-- The first value of a tag of the process's own spawn item.
local function ownTag(name)
  for _, tag in ipairs(ao.env.Process.Tags) do
    if tag.name == name then
      return tag.value
    end
  end
end

-- Spawns a process: Spawn(moduleId, { Tags = { ... }, Data = "text" }).
-- Scheduler and Authority are those of this process, unless given.
function ao.spawn(module, fields)
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
    { name = "From-Module", value = ao.env.Module.Id },
    { name = "Module", value = module },
    { name = "Reference", value = reference },
  }
  addUserTags(tags, fields)
  local given = {}
  for _, tag in ipairs(tags) do
    given[tag.name] = true
  end
  local scheduler = ownTag("Scheduler")
  if scheduler and not given.Scheduler then
    addTag(tags, "Scheduler", scheduler)
  end
  if not given.Authority then
    for _, authority in ipairs(ao.authorities) do
      addTag(tags, "Authority", authority)
    end
  end
  local spawn = { Data = dataText(fields.Data), Anchor = anchorOf(reference), Tags = tags }
  outbox.Spawns[#outbox.Spawns + 1] = spawn
  return spawn
end

-- Assigns an existing message to processes: Assign{ Processes = { id, ... }, Message = id }.
function ao.assign(fields)
  if type(fields) ~= "table" or type(fields.Processes) ~= "table" or type(fields.Message) ~= "string" then
    error("Assign needs a table with Processes and a Message", 2)
  end
  outbox.Assignments[#outbox.Assignments + 1] = {
    Processes = fields.Processes,
    Message = fields.Message,
    BaseLayer = fields.BaseLayer,
    Exclude = fields.Exclude,
  }
end

Send, Spawn, Assign = ao.send, ao.spawn, ao.assign
