-- What every script of wrk here has in common: LOAD_PAUSE, how long a connection rests on average between an answer and
-- its next request, in milliseconds; and at the end the figures as one line of JSON, times in microseconds.
local pause = tonumber(os.getenv("LOAD_PAUSE"))
if pause then
  function delay() return math.random(0, 2 * pause) end
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"duration":%d,"p50":%.0f,"p99":%.0f,"bad":%d,"broken":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
