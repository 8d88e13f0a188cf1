-- For wrk, started in the directory above: requests for small objects over kept connections, each signed when it is sent.
-- Arguments: WHAT BUCKET SIZE FIRST COUNT ACCESS_KEY SECRET_KEY [NAME=VALUE…]. WHAT is one of
--   put    goes through the keys from FIRST again and again, for as long as wrk was told to run
--   get    reads them at random
--   fill   writes each of them once, and ends wrk
--   fetch  reads each of them once, and ends wrk
--   make   makes the buckets FIRST and on instead, and ends wrk
-- A BUCKET with a %d in it stands for many; NAME=VALUE: per=N keys in each of them, total=N requests instead of COUNT for fill,
-- unsigned=1 leaves the payload out of the signature.
package.path = "bench/?.lua;" .. package.path
local ffi = require("ffi")
local sigv4 = require("sigv4")
ffi.cdef [[ int getpid(void); int kill(int pid, int signal); ]]
local SIGINT = 2 -- ends wrk early, with its summary

local what, bucket, first, count, key_id, secret, method, body, payload
local options, sent, answered = {}, 0, 0
function init(args)
  what, bucket, first, count, key_id, secret = args[1], args[2], tonumber(args[4]), tonumber(args[5]), args[6], args[7]
  for i = 8, #args do
    local name, value = args[i]:match("(%w+)=(%d+)")
    options[name] = tonumber(value)
  end
  method = (what == "get" or what == "fetch") and "GET" or "PUT"
  body = (method == "GET" or what == "make") and "" or string.rep("x", tonumber(args[3]))
  payload = options.unsigned and "UNSIGNED-PAYLOAD" or sigv4.hash(body)
  if what == "put" or what == "get" then response = nil end -- wrk hands bodies over only where it is there
end

local function path()
  local n = first + (what == "get" and math.random(0, count - 1) or sent % count)
  if what == "make" then return "/" .. string.format(bucket, n) end
  local name = options.per and string.format(bucket, math.floor(n / options.per)) or bucket
  return "/" .. name .. string.format("/object-%07d", n)
end

function request()
  local target = path()
  sent = sent + 1
  return method .. " " .. target .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nUser-Agent: wrk\r\n" ..
    (method == "PUT" and "Content-Type: application/octet-stream\r\nContent-Length: " .. #body .. "\r\n" or "") ..
    sigv4.sign(method, target, payload, key_id, secret) .. "\r\n" .. body
end

function response()
  answered = answered + 1
  if answered == (options.total or count) then ffi.C.kill(ffi.C.getpid(), SIGINT) end
end
