-- Handlers: the list of what the process answers to. Each entry has a name, a matcher and a function of the message.
--
-- A matcher is a function, a string (the Action), or a table of patterns. A function returns true or "break" to take
-- the message, "continue" to see it and let later handlers see it as well, and anything false, 0 or "skip" to leave it.

Handlers = { list = {}, utils = {} }

local function positionOf(name)
  for i, entry in ipairs(Handlers.list) do
    if entry.name == name then
      return i
    end
  end
end

-- One field of a table pattern: true or "_" wants any value, a function decides, else the values must be equal.
local function matchesField(wanted, value, msg)
  if wanted == true or wanted == "_" then
    return value ~= nil
  elseif type(wanted) == "function" then
    return wanted(value, msg)
  end
  return value == wanted
end

local function matches(matcher, msg)
  if type(matcher) == "function" then
    return matcher(msg)
  elseif type(matcher) == "string" then
    return msg.Tags.Action == matcher
  end
  for field, wanted in pairs(matcher) do
    local value = msg[field]
    if value == nil then
      value = msg.Tags[field]
    end
    if not matchesField(wanted, value, msg) then
      return false
    end
  end
  return true
end

-- Takes (name, matcher, handler), or (name, handler) where the name is the Action as well.
local function newEntry(name, matcher, handler)
  if handler == nil then
    matcher, handler = name, matcher
  end
  local kind = type(matcher)
  if type(name) ~= "string" or type(handler) ~= "function"
    or (kind ~= "function" and kind ~= "string" and kind ~= "table") then
    error("a handler needs a name, a matcher and a function", 3)
  end
  return { name = name, pattern = matcher, handle = handler }
end

-- Puts an entry at a position. One that has the same name is replaced where it stands.
local function put(entry, position)
  local known = positionOf(entry.name)
  if known then
    Handlers.list[known] = entry
  else
    table.insert(Handlers.list, position, entry)
  end
end

function Handlers.append(name, matcher, handler)
  put(newEntry(name, matcher, handler), #Handlers.list + 1)
end

Handlers.add = Handlers.append

function Handlers.prepend(name, matcher, handler)
  put(newEntry(name, matcher, handler), 1)
end

-- As add, and removed after its first message.
function Handlers.once(name, matcher, handler)
  local entry = newEntry(name, matcher, handler)
  entry.isOnce = true
  put(entry, 1)
end

function Handlers.remove(name)
  local position = positionOf(name)
  if position then
    table.remove(Handlers.list, position)
  end
end

function Handlers.utils.hasMatchingTag(name, value)
  return function(msg)
    return msg.Tags[name] == value
  end
end

function Handlers.utils.reply(text)
  return function(msg)
    msg.reply({ Data = text })
  end
end

-- Gives the message to the handlers that match, in order. Returns whether one did. A handler may change the list, even
-- remove itself, while this runs.
local function runHandlers(msg)
  local list = Handlers.list
  local isTaken = false
  local i = 1
  while i <= #list do
    local entry = list[i]
    local answer = matches(entry.pattern, msg)
    if answer and answer ~= 0 and answer ~= "skip" then
      isTaken = true
      if entry.isOnce then
        Handlers.remove(entry.name)
      end
      entry.handle(msg)
      if answer ~= "continue" and answer ~= 1 then
        return true
      end
    end
    if list[i] == entry then
      i = i + 1
    end
  end
  return isTaken
end
