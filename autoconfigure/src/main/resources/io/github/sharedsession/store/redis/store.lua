-- One step of one member of the sessions under a prefix. The server runs one script at a
-- time, so that each step is done as a whole, and in the same moment as the look whether
-- the member still has its lease.
--
-- KEYS[1]  the lease of the member
-- ARGV     the prefix, the member, the step, the number of the change or nothing, and
--          what the step takes
--
-- <prefix>lease:<member>      hash that expires: the last change and its result
-- <prefix>members             set of those that may have a lease or locks
-- <prefix>locks:<member>      set of the locks that it holds
-- <prefix>lock:<name>         hash: member -> "exclusive" or "shared"
-- <prefix>record:<name>       string
-- <prefix>directory:<name>    set of the names in it, and of an empty one

local lease = KEYS[1]
local prefix, member, step, number = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local function key(kind, name)
	return prefix .. kind .. ':' .. name
end

local function exists(kind, name)
	return redis.call('EXISTS', key(kind, name)) == 1
end

-- The directory that a name lies in, and its last part
local function split(name)
	local directory, last = name:match('^(.*)/([^/]*)$')
	if directory then
		return directory, last
	end
	return '', name
end

local function add(name)
	local directory, last = split(name)
	redis.call('SADD', key('directory', directory), last)
end

local function remove(name)
	local directory, last = split(name)
	redis.call('SREM', key('directory', directory), last)
end

local function can_hold(name)
	return exists('directory', (split(name))) and not exists('directory', name)
end

local function children(directory)
	local names = {}
	for _, name in ipairs(redis.call('SMEMBERS', key('directory', directory))) do
		if name ~= '' then
			names[#names + 1] = name
		end
	end
	return names
end

local function within(directory, name)
	return directory == '' and name or directory .. '/' .. name
end

local function move_directory(source, target)
	for _, name in ipairs(children(source)) do
		local from, to = within(source, name), within(target, name)
		if exists('record', from) then
			redis.call('RENAME', key('record', from), key('record', to))
		else
			move_directory(from, to)
		end
	end
	redis.call('RENAME', key('directory', source), key('directory', target))
end

local function delete_directory(directory)
	for _, name in ipairs(children(directory)) do
		local child = within(directory, name)
		if exists('directory', child) then
			delete_directory(child)
		end
		redis.call('UNLINK', key('record', child))
	end
	redis.call('UNLINK', key('directory', directory))
end

-- Whoever has no lease holds no lock either, whatever is written down
local function forget(dead)
	for _, name in ipairs(redis.call('SMEMBERS', key('locks', dead))) do
		redis.call('HDEL', key('lock', name), dead)
	end
	redis.call('UNLINK', key('locks', dead))
	redis.call('SREM', prefix .. 'members', dead)
end

-- What a change returns is a number. One that is asked for again, as after the loss of a
-- connection, is not made again.
local changes = {}

function changes.lock(name, mode)
	local holders = redis.call('HGETALL', key('lock', name))
	local free = true
	for i = 1, #holders, 2 do
		if not exists('lease', holders[i]) then
			redis.call('HDEL', key('lock', name), holders[i])
			redis.call('SREM', key('locks', holders[i]), name)
		elseif mode == 'exclusive' or holders[i + 1] == 'exclusive' then
			free = false
		end
	end
	if not free then
		return 0
	end
	redis.call('HSET', key('lock', name), member, mode)
	redis.call('SADD', key('locks', member), name)
	return 1
end

function changes.unlock(name)
	redis.call('SREM', key('locks', member), name)
	return redis.call('HDEL', key('lock', name), member)
end

local function put(command, name, content)
	if not can_hold(name) then
		return 0
	end
	redis.call(command, key('record', name), content)
	add(name)
	return 1
end

function changes.write(name, content)
	return put('SET', name, content)
end

function changes.append(name, content)
	return put('APPEND', name, content)
end

function changes.move(source, target)
	if not can_hold(target) then
		return 0
	end
	local moved = 0
	if exists('record', source) then
		redis.call('RENAME', key('record', source), key('record', target))
		moved = 1
	elseif exists('directory', source) then
		move_directory(source, target)
		moved = 2
	end
	if moved > 0 then
		remove(source)
		add(target)
	end
	return moved
end

function changes.delete(name)
	local count = redis.call('UNLINK', key('record', name))
	if count == 1 then
		remove(name)
	end
	return count
end

function changes.create(directory)
	local name = ''
	for part in directory:gmatch('[^/]+') do
		name = within(name, part)
		add(name)
		redis.call('SADD', key('directory', name), '')
	end
	return 1
end

function changes.remove(directory)
	if exists('directory', directory) then
		delete_directory(directory)
		remove(directory)
	end
	return 1
end

-- What changes nothing for others
local questions = {}

function questions.renew(milliseconds)
	return redis.call('PEXPIRE', lease, milliseconds)
end

function questions.held(name)
	return redis.call('HEXISTS', key('lock', name), member)
end

function questions.read(name)
	return redis.call('GET', key('record', name))
end

function questions.exists(name)
	local directory, last = split(name)
	return redis.call('SISMEMBER', key('directory', directory), last)
end

questions.list = children

if step == 'enter' then
	for _, other in ipairs(redis.call('SMEMBERS', prefix .. 'members')) do
		if not exists('lease', other) then
			forget(other)
		end
	end
	redis.call('HSET', lease, 'number', 0, 'result', 0)
	redis.call('PEXPIRE', lease, ARGV[5])
	redis.call('SADD', prefix .. 'members', member)
	redis.call('SADD', key('directory', ''), '')
	return 1
end

local last = redis.call('HMGET', lease, 'number', 'result')
if not last[1] then
	return redis.error_reply('LEASELOST This member has no lease')
end
if questions[step] then
	return questions[step](unpack(ARGV, 5))
end
if last[1] == number then
	return tonumber(last[2])
end
if tonumber(last[1]) > tonumber(number) then
	return redis.error_reply('LATE This change was given up')
end
local result = changes[step](unpack(ARGV, 5))
redis.call('HSET', lease, 'number', number, 'result', result)
return result
