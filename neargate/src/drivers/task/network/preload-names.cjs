'use strict';
// The names of a task inside its Node programs: reads the hosts file and makes `dns` answer from it before anybody else.
// Loaded by preload.cjs; plain CommonJS without dependencies, as that is.

/**
 * Returns name → what it leads to, or undefined: the task's own names, then the file, which is read again when it has
 * changed. `addresses` are in the order of this answer, `address` is the first of them; `alias` is a name to look up outside.
 *
 * @returns {(name: string) => undefined | { alias?: string, address?: string, port?: number, addresses: string[], services: { port: number, name: string }[], ports?: Record<number, number>, ttl: number }}
 */
function hostsReader(fs, file, names) {
  let table = {};
  let readAt = '';
  return (name) => {
    if (typeof name !== 'string') return undefined;
    const key = name.toLowerCase().replace(/\.$/, '');
    if (Object.hasOwn(names, key)) return answerOf(names[key]);
    if (file === undefined) return undefined;
    try {
      const stats = fs.statSync(file);
      const version = `${stats.mtimeMs}:${stats.size}:${stats.ino}`;
      if (version !== readAt) {
        table = JSON.parse(fs.readFileSync(file, 'utf8'));
        readAt = version;
      }
    } catch {
      // Not there yet, or being written: what was read last still holds.
    }
    const found = keyIn(table, key);
    return found === undefined ? undefined : answerOf(table[found]);
  };
}

/** The name itself, or the closest wildcard above it. */
function keyIn(table, name) {
  if (Object.hasOwn(table, name)) return name;
  const labels = name.split('.');
  for (let above = 1; above < labels.length; above++) {
    const wildcard = `*.${labels.slice(above).join('.')}`;
    if (Object.hasOwn(table, wildcard)) return wildcard;
  }
  return undefined;
}

/** One place as text, or records of which each answer holds some, in random order, as Route 53 gives them. */
function answerOf(entry) {
  if (typeof entry === 'string') {
    const [address, port] = entry.split(':');
    const place = { address, addresses: [address], services: [], ttl: 0 };
    return port === undefined ? place : { ...place, port: Number(port) };
  }
  if (entry.alias !== undefined) return { alias: entry.alias, addresses: [], services: [], ttl: 0 };
  const addresses = pick(entry.addresses, entry.answers);
  return {
    address: addresses[0],
    addresses,
    services: pick(entry.services, entry.answers),
    ports: entry.ports,
    ttl: entry.ttl,
  };
}

function pick(records, count) {
  const left = [...records];
  const picked = [];
  while (left.length > 0 && picked.length < count) {
    picked.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  }
  return picked;
}

/** Makes every way to resolve a name answer from the table first. */
function patchResolvers(dns, hosts) {
  patchLookup(dns, hosts);
  const callbacks = [dns, dns.Resolver.prototype];
  const promises = [dns.promises, dns.promises.Resolver.prototype];
  for (const owner of callbacks)
    for (const method of Object.keys(records)) patchCallback(owner, method, hosts);
  for (const owner of promises) for (const method of Object.keys(records)) patchPromise(owner, method, hosts);
}

const addressRecords = ({ addresses, ttl }, options) =>
  options?.ttl === true ? addresses.map((address) => ({ address, ttl })) : addresses;
const serviceRecords = ({ services }) =>
  services.map(({ port, name, priority = 1, weight = 1 }) => ({ name, port, priority, weight }));
const none = () => [];

/** By method, what it answers from an entry; undefined for record types that the table does not hold. */
const records = {
  resolve4: addressRecords,
  resolve6: none,
  resolveSrv: serviceRecords,
  resolve: (entry, type) => {
    if (typeof type !== 'string' || type === 'A') return entry.addresses;
    if (type === 'SRV') return serviceRecords(entry);
    return type === 'AAAA' ? [] : undefined;
  },
};

function answer(method, hosts, hostname, argument) {
  const entry = hosts(hostname);
  if (entry?.alias !== undefined) return { alias: entry.alias };
  const found = entry === undefined ? undefined : records[method](entry, argument);
  if (found === undefined) return undefined;
  return found.length > 0 ? { found } : { error: noData(method, argument, hostname) };
}

function noData(method, type, hostname) {
  const suffix = method === 'resolve' && typeof type === 'string' ? type : method.slice('resolve'.length);
  const syscall = `query${suffix === '4' || suffix === '' ? 'A' : suffix === '6' ? 'AAAA' : suffix}`;
  const error = new Error(`${syscall} ENODATA ${hostname}`);
  return Object.assign(error, { code: 'ENODATA', syscall, hostname });
}

function patchCallback(owner, method, hosts) {
  const original = owner[method];
  owner[method] = function (hostname, ...rest) {
    const done = rest.at(-1);
    const answered = typeof done === 'function' ? answer(method, hosts, hostname, rest[0]) : undefined;
    if (answered === undefined) return original.call(this, hostname, ...rest);
    if (answered.alias) return original.call(this, answered.alias, ...rest);
    process.nextTick(() => (answered.error ? done(answered.error) : done(null, answered.found)));
    return {};
  };
}

function patchPromise(owner, method, hosts) {
  const original = owner[method];
  owner[method] = function (hostname, ...rest) {
    const answered = answer(method, hosts, hostname, rest[0]);
    if (answered === undefined) return original.call(this, hostname, ...rest);
    if (answered.alias) return original.call(this, answered.alias, ...rest);
    return answered.error ? Promise.reject(answered.error) : Promise.resolve(answered.found);
  };
}

function patchLookup(dns, hosts) {
  const all = ({ addresses }) => addresses.map((address) => ({ address, family: 4 }));
  const found = (hostname) => {
    const entry = hosts(hostname);
    return entry?.address === undefined && entry?.alias === undefined ? undefined : entry;
  };
  const lookup = dns.lookup;
  const patchedLookup = function (hostname, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const entry = found(hostname);
    if (entry?.address === undefined || typeof done !== 'function')
      return lookup.call(dns, entry?.alias ?? hostname, options, callback);
    const wantsAll = typeof options === 'object' && options !== null && options.all === true;
    process.nextTick(() => (wantsAll ? done(null, all(entry)) : done(null, entry.address, 4)));
    return {};
  };
  // util.promisify(dns.lookup) must keep answering { address, family }.
  const { promisify } = require('node:util');
  Object.defineProperty(patchedLookup, promisify.custom, {
    value: (hostname, options) => dns.promises.lookup(hostname, options),
  });
  dns.lookup = patchedLookup;

  const promisedLookup = dns.promises.lookup;
  dns.promises.lookup = function (hostname, options) {
    const entry = found(hostname);
    if (entry?.address === undefined)
      return promisedLookup.call(dns.promises, entry?.alias ?? hostname, options);
    return Promise.resolve(options?.all === true ? all(entry) : { address: entry.address, family: 4 });
  };
}

module.exports = { hostsReader, patchResolvers };
