-- What wrk sends: a logout from each line of a file, in turn; and what it counts as answered.
-- Arguments: the file, the origin of the app, and a pattern that every good answer holds.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  pattern, wrong, example, at, made = args[3], 0, "", 0, {}
  local headers = {
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json",
    ["Origin"] = args[2],
    ["Sec-Fetch-Site"] = "same-site",
    ["Sec-Fetch-Mode"] = "cors",
    ["Sec-Fetch-Dest"] = "empty",
  }
  for body in io.lines(args[1]) do
    table.insert(made, wrk.format("POST", nil, headers, body))
  end
end

function request()
  at = at % #made + 1
  return made[at]
end

function response(status, headers, body)
  if status ~= 200 or not string.find(body, pattern) then
    wrong = wrong + 1
    example = string.gsub(status .. " " .. body, "%s+", " ")
  end
end

-- After wrk's own report a wrong answer, and a line of JSON. Times are in microseconds.
function done(summary, latency, requests)
  local errors, bad = summary.errors, 0
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("wrong")
    io.write("wrong: ", thread:get("example"), "\n")
  end
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "slowest": %d, "wrong": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, bad,
    errors.connect + errors.read + errors.write + errors.timeout))
end
