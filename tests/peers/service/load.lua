-- Asks the addresses of a file in turn, each thread from its own place on, and prints what came back as one line of JSON.
local paths, number = {}, 0

function setup(thread)
  number = number + 1
  thread:set("number", number)
end

function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  header = {}
  if arguments[2] and arguments[2] ~= "" then header["Authorization"] = "Bearer " .. arguments[2] end
  header["Accept-Encoding"] = "gzip"
  at = number * 7919
end

function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1], header)
end

function done(summary, latency, requests)
  local faults = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.3f, "bytes": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    faults.connect + faults.read + faults.write + faults.status + faults.timeout))
end
