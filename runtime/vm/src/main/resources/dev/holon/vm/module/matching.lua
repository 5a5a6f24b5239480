--- matching
-- Which messages a pattern takes. Patterns choose handlers, wait for messages (Receive) and declare assignables.
--
--   "Transfer"                                   the Action is Transfer
--   { Action = "Transfer", Quantity = "%d+" }    every field matches; a text with ^$()%.[]*+? in it is a Lua pattern
--   { Recipient = "_" }, { Recipient = true }    the field is there, whatever its value
--   { Action = { "Credit", "Debit" } }           any of these
--   { Quantity = function(value, msg) … end }    the function decides
--   function(msg) … end                          true, "break" or -1 takes the message; "continue" or 1 sees it and lets
--                                                later handlers have it too; false, "skip" or 0 leaves it
--
-- A field is looked for in the message and among its tags; either may match.

local matchesValue

local function matchesAnyOf(alternatives, value, msg)
  for _, alternative in pairs(alternatives) do
    if matchesValue(alternative, value, msg) then
      return true
    end
  end
  return false
end

matchesValue = function(pattern, value, msg)
  if pattern == "_" or pattern == true then
    return value ~= nil and value ~= false
  end
  local kind = type(pattern)
  if kind == "function" then
    return not not pattern(value, msg)
  elseif kind == "table" then
    return matchesAnyOf(pattern, value, msg)
  elseif value == nil then
    return false
  elseif value == pattern then
    return true
  end
  return kind == "string" and type(value) == "string"
    and string.find(pattern, "[%^%$%(%)%%%.%[%]%*%+%?]") ~= nil and string.find(value, pattern) ~= nil
end

-- Returns what a matcher function says, else true or false.
local function matchesMessage(msg, spec)
  local kind = type(spec)
  if kind == "function" then
    return spec(msg)
  elseif kind == "string" then
    return msg.Action == spec
  elseif kind ~= "table" then
    return false
  end
  local tags = msg.Tags
  for field, pattern in pairs(spec) do
    local value, tag = msg[field], tags and tags[field]
    if not (value ~= nil and matchesValue(pattern, value, msg))
      and not (tag ~= nil and tag ~= value and matchesValue(pattern, tag, msg)) then
      return false
    end
  end
  return true
end
