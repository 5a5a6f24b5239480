--- handlers
-- Handlers: the list of what the process answers to.
--
--   Handlers.add("transfer", { Action = "Transfer", Quantity = "%d+" }, function(msg) … end)
--
-- A handler has a name, a pattern (see matching) and a function of the message. A message goes through the list in
-- order, until one handler takes it; what none takes goes to the Inbox.

Handlers = { _version = "0.2.0", list = {}, coroutines = {}, onceNonce = 0 }

-- Whether an evaluation may be going through Handlers.list. It then keeps the list it began with: who changes the list
-- changes a copy. An evaluation that waits for a message may go on much later.
local isListShared = false

local function ownList()
  if isListShared then
    Handlers.list = table.move(Handlers.list, 1, #Handlers.list, 1, {})
    isListShared = false
  end
  return Handlers.list
end

local function positionOf(name)
  for i, entry in ipairs(Handlers.list) do
    if entry.name == name then
      return i
    end
  end
end

-- A function of a message out of a function, or out of a table from patterns to functions: the first that matches runs.
function Handlers.generateResolver(spec)
  if type(spec) == "function" then
    return spec
  end
  return function(msg, env)
    for pattern, handle in pairs(spec) do
      local answer = matchesMessage(msg, pattern)
      if answer and answer ~= 0 and answer ~= "skip" then
        return handle(msg, env)
      end
    end
  end
end

local PATTERN_TYPES = { ["function"] = true, string = true, table = true }

-- Takes (name, pattern, handle, maxRuns), or (name, handle) where the name is the Action as well.
local function newEntry(name, pattern, handle, maxRuns)
  if handle == nil then
    pattern, handle = name, pattern
  end
  if type(name) ~= "string" or not PATTERN_TYPES[type(pattern)]
    or (type(handle) ~= "function" and type(handle) ~= "table") then
    error("a handler needs a name, a pattern and a function", 3)
  end
  return { name = name, pattern = pattern, handle = Handlers.generateResolver(handle), maxRuns = maxRuns }
end

-- Puts an entry at a position. One that has the same name is changed where it stands.
local function put(entry, position)
  local known = Handlers.list[positionOf(entry.name)]
  if known then
    known.pattern, known.handle, known.maxRuns = entry.pattern, entry.handle, entry.maxRuns
    known.inactive = nil
  else
    table.insert(ownList(), position, entry)
  end
  return #Handlers.list
end

-- Adds a handler at the end. With maxRuns it goes after that many messages.
function Handlers.append(name, pattern, handle, maxRuns)
  return put(newEntry(name, pattern, handle, maxRuns), #Handlers.list + 1)
end

function Handlers.add(name, pattern, handle, maxRuns)
  return put(newEntry(name, pattern, handle, maxRuns), #Handlers.list + 1)
end

-- Adds a handler that sees messages before all others.
function Handlers.prepend(name, pattern, handle, maxRuns)
  return put(newEntry(name, pattern, handle, maxRuns), 1)
end

-- As prepend, for one message only: once(name, pattern, handle) or once(pattern, handle).
function Handlers.once(...)
  local name, pattern, handle = ...
  if select("#", ...) < 3 then
    pattern, handle = ...
    name = "_once_" .. Handlers.onceNonce
    Handlers.onceNonce = Handlers.onceNonce + 1
  end
  return put(newEntry(name, pattern, handle, 1), 1)
end

function Handlers.remove(name)
  local position = positionOf(name)
  if position then
    table.remove(ownList(), position).inactive = true
  end
end

-- Handlers.before(other).add(name, pattern, handle) and Handlers.after(other).add(...) choose the place by another
-- handler. Eval comes before the list, and what goes to the Inbox after it, so "_eval" and "_default" are places too.
local function placeBeside(other, offset)
  if type(other) ~= "string" then
    error("a handler is found by its name", 3)
  end
  return {
    add = function(name, pattern, handle, maxRuns)
      local entry = newEntry(name, pattern, handle, maxRuns)
      Handlers.remove(name)
      local position = positionOf(other)
      if position then
        position = position + offset
      elseif other == "_default" then
        position = #Handlers.list + 1
      elseif other == "_eval" then
        position = 1
      else
        error("there is no handler " .. other, 2)
      end
      return put(entry, position)
    end,
  }
end

function Handlers.before(other) return placeBeside(other, 0) end

function Handlers.after(other) return placeBeside(other, 1) end

-- Evaluations in coroutines: each message is handled in one. It may wait in Receive for another message and goes on,
-- with all its local variables, when that comes: minutes or months later, for the coroutine is part of the state.

local function forget(waiting)
  for i, thread in ipairs(Handlers.coroutines) do
    if thread == waiting then
      table.remove(Handlers.coroutines, i)
      return
    end
  end
end

-- Starts a coroutine, or goes on with one. An error in it is the caller's error.
local function proceed(thread, isNew, ...)
  local isFine, problem = coroutine.resume(thread, ...)
  if not isFine then
    error(problem, 0)
  end
  local isWaiting = coroutine.status(thread) == "suspended"
  if isNew and isWaiting then
    table.insert(Handlers.coroutines, thread)
  elseif not isNew and not isWaiting then
    forget(thread)
  end
end

-- Waits for a message that matches a pattern, and returns it. Meanwhile the process handles other messages.
function Handlers.receive(pattern)
  local thread, isMain = coroutine.running()
  if isMain or not thread then
    error("there is nothing to wait in: receive works in handlers and in Eval", 2)
  end
  Handlers.once(pattern, function(msg) proceed(thread, false, msg) end)
  return coroutine.yield(pattern)
end

function Receive(pattern) return Handlers.receive(pattern) end

-- What a pattern answered, as a number: -1 takes the message, 1 takes it and lets others see it, 0 leaves it.
local ANSWERS = { [true] = -1, [false] = 0, ["break"] = -1, continue = 1 }

local function answerOf(entry, msg)
  local answer = matchesMessage(msg, entry.pattern)
  if type(answer) == "number" then
    return answer
  elseif answer == nil then
    return 0
  elseif type(answer) == "table" or type(answer) == "function" then
    error("the pattern of handler " .. entry.name .. " must return a boolean, a number or a string", 0)
  end
  return ANSWERS[answer] or 0
end

local function countRun(entry)
  if type(entry.maxRuns) == "number" then
    entry.maxRuns = entry.maxRuns - 1
    if entry.maxRuns <= 0 then
      Handlers.remove(entry.name)
    end
  end
end

-- Gives the message to the handlers that match, in order. Returns whether one took it.
local function runHandlers(msg, env)
  isListShared = true
  for _, entry in ipairs(Handlers.list) do
    if not entry.inactive and entry.name ~= "_default" then
      local answer = answerOf(entry, msg)
      if answer ~= 0 then
        countRun(entry)
        entry.handle(msg, env)
        if answer < 0 then
          return true
        end
      end
    end
  end
  return false
end

-- Helpers for patterns and answers.
Handlers.utils = filledWhenUsed(function(utils)
  function utils.hasMatchingTag(name, value)
    return function(msg) return msg.Tags[name] == value end
  end

  function utils.hasMatchingTagOf(name, values)
    return function(msg)
      for _, value in ipairs(values) do
        if msg.Tags[name] == value then
          return true
        end
      end
      return false
    end
  end

  function utils.hasMatchingData(value)
    return function(msg) return msg.Data == value end
  end

  -- A handler that always answers the same: a text, or the fields of a message.
  function utils.reply(answer)
    local fields = type(answer) == "table" and answer or { Data = answer }
    return function(msg) msg.reply(fields) end
  end

  -- The same pattern, but what it takes others may see as well.
  function utils.continue(pattern)
    return function(msg)
      local answer = matchesMessage(msg, pattern)
      if not answer or answer == 0 or answer == "skip" then
        return answer
      end
      return 1
    end
  end
end)

define("handlers", function() return Handlers end)
define("handlers-utils", function() return Handlers.utils end)
