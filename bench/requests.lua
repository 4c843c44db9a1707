-- For wrk: posts the bodies of a file, one a line, over and over; prints what happened as one line of JSON.
local formatted, turn = {}, 0

function init(arguments)
  wrk.headers["Content-Type"] = "application/json"
  for body in io.lines(arguments[1]) do
    formatted[#formatted + 1] = wrk.format("POST", nil, nil, body)
  end
end

function request()
  turn = turn % #formatted + 1
  return formatted[turn]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local form = '{"requests": %d, "microseconds": %d, "failed": %d, "p99_microseconds": %d}\n'
  io.write(string.format(form, summary.requests, summary.duration, failed, latency:percentile(99)))
end
