-- A chat room: who registers gets what others say.

Members = Members or {}
History = History or {}

local function broadcast(fields)
  for _, member in ipairs(Members) do
    fields.Target = member
    Send(fields)
  end
end

local function isMember(address)
  return Utils.includes(address, Members)
end

Handlers.add("register", "Register", function(msg)
  if not isMember(msg.From) then
    table.insert(Members, msg.From)
  end
  msg.reply({ Action = "Registered", Count = #Members })
end)

Handlers.add("leave", "Leave", function(msg)
  Members = Utils.filter(function(member) return member ~= msg.From end, Members)
  msg.reply({ Action = "Left" })
end)

-- A message with a wrong word is seen here first; the handler below decides.
Handlers.prepend("log", Handlers.utils.continue({ Action = "Say" }), function(msg)
  table.insert(History, msg.From .. ": " .. msg.Data)
end)

Handlers.add("say", { Action = "Say", From = isMember }, function(msg)
  broadcast({ Action = "Said", Nickname = msg.Tags.Nickname or msg.From:sub(1, 8), Data = msg.Data })
end)

Handlers.add("refuse", "Say", function(msg)
  msg.reply({ Action = "Refused", Data = "register first" })
end)
