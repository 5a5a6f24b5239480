-- The message as handlers see it: msg.Tags maps names to values (the first value wins), msg.TagArray is the list, and
-- each tag is a field of msg too, unless it would hide a field that the protocol gives.

local RESERVED = {
  Id = true, From = true, Owner = true, Target = true, Data = true, Timestamp = true, Tags = true, TagArray = true,
  Signature = true, Anchor = true, Epoch = true, Nonce = true, Cron = true, Module = true,
  ["Block-Height"] = true, ["Hash-Chain"] = true, ["Forwarded-By"] = true, ["Read-Only"] = true,
  reply = true, forward = true,
}

-- Tags that belong to one item and are not passed on when a message is forwarded.
local ITEM_TAGS = {
  ["Data-Protocol"] = true, Variant = true, Type = true, Reference = true,
  ["From-Process"] = true, ["From-Module"] = true,
}

local function replyTo(msg, fields)
  local answer = {}
  for key, value in pairs(fields or {}) do
    answer[key] = value
  end
  answer.Target = answer.Target or msg["Reply-To"] or msg.From
  answer["X-Reference"] = answer["X-Reference"] or msg.Reference
  return ao.send(answer)
end

local function forwardTo(msg, target, fields)
  local copy = { Target = target, Data = msg.Data, Tags = {} }
  for _, tag in ipairs(msg.TagArray) do
    if not ITEM_TAGS[tag.name] then
      copy.Tags[#copy.Tags + 1] = tag
    end
  end
  copy["X-Origin"] = msg.From
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

local function prepareMessage(msg)
  local byName = {}
  for _, tag in ipairs(msg.Tags) do
    local name, value = tag.name, tag.value
    if byName[name] == nil then
      byName[name] = value
      if not RESERVED[name] then
        msg[name] = value
      end
    end
  end
  msg.TagArray = msg.Tags
  msg.Tags = byName
  return setmetatable(msg, MESSAGE_METHODS)
end
