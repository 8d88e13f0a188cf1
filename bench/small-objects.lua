-- For wrk, as bench/zone calls it: PUTs or GETs of small objects over kept connections. Every request is signed with SigV4,
-- the hash of its payload included, when it is sent. Needs the libcrypto that wrk itself is linked with.
-- Arguments: put|get|fill BUCKET SIZE FIRST COUNT ACCESS_KEY SECRET_KEY. put goes through the keys from FIRST again and again,
-- fill only once, however long wrk was told to run, and get reads them at random.
local ffi = require("ffi")
ffi.cdef [[
  const void *EVP_sha256(void);
  unsigned char *HMAC(const void *md, const void *key, int key_len, const char *data, size_t n, unsigned char *out, unsigned int *len);
  unsigned char *SHA256(const char *data, size_t n, unsigned char *out);
  int getpid(void);
  int kill(int pid, int signal);
]]
local SIGINT = 2 -- ends wrk early, with its summary
local digest, sha256 = ffi.new("unsigned char[32]"), ffi.C.EVP_sha256()
local HEX = {}
for i = 0, 255 do HEX[i] = string.format("%02x", i) end

local function hex()
  local text = {}
  for i = 0, 31 do text[i + 1] = HEX[digest[i]] end
  return table.concat(text)
end
local function hash(text) ffi.C.SHA256(text, #text, digest) return hex() end
local function hmac(key, text) ffi.C.HMAC(sha256, key, #key, text, #text, digest, nil) return ffi.string(digest, 32) end

local what, prefix, body, payload, first, count, key_id, secret
local sent, answered, second, time, scope, signing_key = 0, 0
function init(args)
  what, prefix, first, count, key_id, secret = args[1], "/" .. args[2] .. "/object-", tonumber(args[4]), tonumber(args[5]), args[6], args[7]
  body = what == "get" and "" or string.rep("x", tonumber(args[3]))
  payload = hash(body)
end

local function tick() -- the time goes into each signature, the day into its key
  if os.time() == second then return end
  second = os.time()
  time = os.date("!%Y%m%dT%H%M%SZ", second)
  scope = time:sub(1, 8) .. "/us-east-1/s3/aws4_request"
  signing_key = "AWS4" .. secret
  for step in scope:gmatch("[^/]+") do signing_key = hmac(signing_key, step) end
end

local function authorization(method, path)
  local names = "host;x-amz-content-sha256;x-amz-date"
  local canonical = table.concat({method, path, "", "host:" .. wrk.headers["Host"], "x-amz-content-sha256:" .. payload,
    "x-amz-date:" .. time, "", names, payload}, "\n")
  hmac(signing_key, "AWS4-HMAC-SHA256\n" .. time .. "\n" .. scope .. "\n" .. hash(canonical))
  return "AWS4-HMAC-SHA256 Credential=" .. key_id .. "/" .. scope .. ", SignedHeaders=" .. names .. ", Signature=" .. hex()
end

function request()
  tick()
  local method = what == "get" and "GET" or "PUT"
  local path = prefix .. string.format("%07d", first + (what == "get" and math.random(0, count - 1) or sent % count))
  sent = sent + 1
  return method .. " " .. path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nUser-Agent: wrk\r\n" ..
    (method == "PUT" and "Content-Type: application/octet-stream\r\nContent-Length: " .. #body .. "\r\n" or "") ..
    "X-Amz-Content-Sha256: " .. payload .. "\r\nX-Amz-Date: " .. time ..
    "\r\nAuthorization: " .. authorization(method, path) .. "\r\n\r\n" .. body
end

function response()
  answered = answered + 1
  if what == "fill" and answered == count then ffi.C.kill(ffi.C.getpid(), SIGINT) end
end
