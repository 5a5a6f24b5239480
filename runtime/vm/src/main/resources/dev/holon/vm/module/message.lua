--- message
-- The message as handlers see it: msg.Tags maps names to values (the first value wins), msg.TagArray is the list, and
-- each tag is a field of msg too, unless it would hide a field that the protocol gives.

local function setOf(...)
  local set = {}
  for _, name in ipairs({ ... }) do
    set[name] = true
  end
  return set
end

local RESERVED = setOf("Id", "From", "Owner", "Target", "Data", "Timestamp", "Tags", "TagArray", "Signature", "Anchor",
  "Epoch", "Nonce", "Cron", "Module", "Block-Height", "Hash-Chain", "Forwarded-By", "Read-Only", "reply", "forward")

-- Tags that belong to one item and are not passed on when a message is forwarded.
local ITEM_TAGS = setOf("Data-Protocol", "Variant", "Type", "Reference", "From-Process", "From-Module", "Pushed-For",
  "Reply-To", "X-Reference", "X-Origin")

-- Fields that belong to one message as a whole.
local ITEM_FIELDS = setOf("Id", "From", "Owner", "Target", "Tags", "TagArray", "Anchor", "Timestamp", "Nonce", "Epoch",
  "Cron", "Signature", "Block-Height", "Hash-Chain", "Forwarded-By", "Read-Only", "Module", "reply", "forward")

-- The names and values of a list of tags; the first value of a name wins.
local function mapOf(tags)
  local byName = {}
  for _, tag in ipairs(tags) do
    if byName[tag.name] == nil then
      byName[tag.name] = tag.value
    end
  end
  return byName
end

-- An answer goes to Reply-To if the asker gave one, and carries the asker's reference, by which it is recognised.
local function replyTo(msg, fields)
  local answer = {}
  for key, value in pairs(fields or {}) do
    answer[key] = value
  end
  answer.Target = answer.Target or msg["Reply-To"] or msg.From
  answer["X-Reference"] = answer["X-Reference"] or msg["X-Reference"] or msg.Reference
  answer["X-Origin"] = answer["X-Origin"] or msg["X-Origin"]
  return ao.send(answer)
end

-- Passes a message on with its data and tags, so that who gets it can answer the first sender.
local function forwardTo(msg, target, fields)
  local copy = { Target = target, Data = msg.Data, Tags = {} }
  for _, tag in ipairs(msg.TagArray) do
    if not ITEM_TAGS[tag.name] then
      copy.Tags[#copy.Tags + 1] = tag
    end
  end
  copy["Reply-To"] = msg["Reply-To"] or msg.From
  copy["X-Reference"] = msg["X-Reference"] or msg.Reference
  copy["X-Origin"] = msg["X-Origin"] or msg.From
  for key, value in pairs(fields or {}) do
    copy[key] = value
  end
  return ao.send(copy)
end

-- msg.reply and msg.forward are made when asked for: most messages need neither.
local MESSAGE_METHODS = {
  __index = function(msg, key)
    if key == "reply" then
      return function(fields) return replyTo(msg, fields) end
    elseif key == "forward" then
      return function(target, fields) return forwardTo(msg, target, fields) end
    end
  end,
}

-- Makes each tag of a list a field of the message as well.
function ao.normalize(msg)
  for _, tag in ipairs(msg.TagArray or msg.Tags) do
    if not RESERVED[tag.name] and rawget(msg, tag.name) == nil then
      msg[tag.name] = tag.value
    end
  end
  return msg
end

-- A copy of the message without what belongs to that one item only: the start of a message to pass on.
function ao.sanitize(msg)
  local copy = {}
  for key, value in pairs(msg) do
    if not ITEM_FIELDS[key] and not ITEM_TAGS[key] then
      copy[key] = value
    end
  end
  return copy
end

local function prepareMessage(msg)
  ao.normalize(msg)
  msg.TagArray = msg.Tags
  msg.Tags = mapOf(msg.TagArray)
  return setmetatable(msg, MESSAGE_METHODS)
end

-- The tags of a message, or of any table with Tags, by name.
function Tab(msg)
  return mapOf(msg.TagArray or msg.Tags)
end
