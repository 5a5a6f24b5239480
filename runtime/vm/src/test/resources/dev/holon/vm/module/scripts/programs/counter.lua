-- A counter that its owner's cron advances, and a report each third time.

Count = Count or 0
Watcher = Watcher or "watcher"

Handlers.add("tick", { Action = "Tick", Cron = true }, function(msg)
  Count = Count + 1
  if Count % 3 == 0 then
    Send({ Target = Watcher, Action = "Report", Count = Count, At = msg.Timestamp })
  end
end)

Handlers.add("get", "Get", function(msg)
  msg.reply({ Data = Count })
end)
