/** What Redis runs, in one step each, on rows that are put, read and taken; the names of the keys. */

/** Before every key of ours: other programs may use the same database. */
export const PREFIX = "hearthgate:";

/**
 * A row lies in the hash `row:<namespace>` as `version end text` (`-` = no end), its key in `name:<namespace>` for lists
 * in order and, where it ends, in `end:<namespace>`. `revision` is there as long as the state is: without it somebody
 * emptied the database, with it the revocations, and nothing is answered any more.
 */
export const PRELUDE = `
local P = '${PREFIX}'
if redis.call('EXISTS', P .. 'revision') == 0 then return redis.error_reply('HGGONE') end
-- nobody has to read anew because of these
local QUIET = { usage = true, rate = true, nonce = true, spent = true, last_used = true, clock = true }
local function num(n) return string.format('%.17g', n) end
local function read(ns, key)
  local row = redis.call('HGET', P .. 'row:' .. ns, key)
  if not row then return nil end
  local version, ending, text = string.match(row, '^(%S+) (%S+) (.*)$')
  return { version = tonumber(version), ending = tonumber(ending), text = text }
end
local function isLive(row, now) return row and (not row.ending or row.ending > now) end
local function write(ns, key, version, ending, text)
  local ends = ending and num(ending) or '-'
  redis.call('HSET', P .. 'row:' .. ns, key, num(version) .. ' ' .. ends .. ' ' .. text)
  redis.call('ZADD', P .. 'name:' .. ns, 0, key)
  if ending then redis.call('ZADD', P .. 'end:' .. ns, ends, key)
  else redis.call('ZREM', P .. 'end:' .. ns, key) end
end
local function erase(ns, key)
  redis.call('HDEL', P .. 'row:' .. ns, key)
  redis.call('ZREM', P .. 'name:' .. ns, key)
  redis.call('ZREM', P .. 'end:' .. ns, key)
end
local function prune(ns, now, most)
  local over = redis.call('ZRANGEBYSCORE', P .. 'end:' .. ns, '-inf', num(now), 'LIMIT', 0, most)
  for _, key in ipairs(over) do erase(ns, key) end
  return #over
end
local function tell(ns) if not QUIET[ns] then redis.call('INCR', P .. 'revision') end end
`;

/** namespace, key, now → `version end text`, or nothing. */
export const GET = `${PRELUDE}
local row = read(ARGV[1], ARGV[2])
if not isLive(row, tonumber(ARGV[3])) then return false end
return redis.call('HGET', P .. 'row:' .. ARGV[1], ARGV[2])
`;

/** namespace, key, now, version or `absent`, fresh version, end or `-`, text → the new version, or nothing. */
export const PUT = `${PRELUDE}
local ns, key, now = ARGV[1], ARGV[2], tonumber(ARGV[3])
local row = read(ns, key)
local version = tonumber(ARGV[5])
if ARGV[4] == 'absent' then
  if isLive(row, now) then return false end
else
  if not isLive(row, now) or row.version ~= tonumber(ARGV[4]) then return false end
  version = row.version + 1
end
write(ns, key, version, tonumber(ARGV[6]), ARGV[7])
tell(ns)
return num(version)
`;

/** namespace, key, now → 1 if it was there. */
export const REMOVE = `${PRELUDE}
if not isLive(read(ARGV[1], ARGV[2]), tonumber(ARGV[3])) then return 0 end
erase(ARGV[1], ARGV[2])
tell(ARGV[1])
return 1
`;

/** namespace, prefix, key after the last, now → key, row, key, row … */
export const LIST = `${PRELUDE}
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYLEX', P .. 'name:' .. ARGV[1], '[' .. ARGV[2], '(' .. ARGV[3])) do
  if isLive(read(ARGV[1], key), tonumber(ARGV[4])) then
    found[#found + 1] = key
    found[#found + 1] = redis.call('HGET', P .. 'row:' .. ARGV[1], key)
  end
end
return found
`;

/** namespace, key, now, end, fresh version, most rows or `-`, how many ended ones go with it → `taken`, `held`, or when the first of a full namespace ends. */
export const TAKE = `${PRELUDE}
local ns, key, now, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[6])
prune(ns, now, tonumber(ARGV[7]))
local row = read(ns, key)
if isLive(row, now) then return 'held' end
if most and not row and redis.call('HLEN', P .. 'row:' .. ns) >= most then
  return redis.call('ZRANGE', P .. 'end:' .. ns, 0, 0, 'WITHSCORES')[2] or ARGV[3]
end
write(ns, key, tonumber(ARGV[5]), tonumber(ARGV[4]), 'true')
return 'taken'
`;

/** namespace, now, at most → how many. */
export const PRUNE = `${PRELUDE}
return prune(ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]))
`;

/** token → 1 if it held the lock. */
export const RELEASE = `
if redis.call('GET', '${PREFIX}alone') ~= ARGV[1] then return 0 end
return redis.call('DEL', '${PREFIX}alone')
`;

/** format of this version, a number to begin the revision with → the format that is there. */
export const OPEN = `
local P = '${PREFIX}'
local format = redis.call('GET', P .. 'format')
if not format then
  redis.call('SET', P .. 'format', ARGV[1])
  format = ARGV[1]
end
if format == ARGV[1] then redis.call('SET', P .. 'revision', ARGV[2], 'NX') end
return format
`;
