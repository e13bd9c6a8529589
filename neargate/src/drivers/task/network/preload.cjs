'use strict';
// Loaded into every Node program of a task (NODE_OPTIONS --require). It gives the program the network of its task where
// the operating system has no network namespace for it: listening on all addresses means the task's address,
// connections to other tasks come from the task's address, and the task's private names resolve.
// Plain CommonJS without dependencies: it runs in whatever Node the image brings.

const { isOfJudge, judgeOf } = require('./preload-judge.cjs');
const { hostsReader, patchResolvers } = require('./preload-names.cjs');

const setting = process.env.NEARGATE_TASK_NETWORK;
if (setting !== undefined) install(JSON.parse(setting));

/**
 * @param {{ address?: string, loopbackAddress?: string, hostPorts?: Record<string, number>, hostsFile?: string, names?: Record<string, string> }} task
 */
function install(task) {
  const fs = require('node:fs');
  const net = require('node:net');
  const dns = require('node:dns');

  const { lookup } = dns;
  const hosts = hostsReader(fs, task.hostsFile, task.names ?? {});
  const judge = judgeOf(net, hosts, process.env.NEARGATE_TASK, task.address);

  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function (...args) {
    return listen.apply(this, redirectListen(net, task, args));
  };

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    if (isOfJudge(this)) return connect.apply(this, args);
    const judged = judge && ((options) => judge(options, lookup, this));
    return connect.apply(this, redirectConnect(net, task, hosts, judged, args));
  };

  patchResolvers(dns, hosts);
  // `import { lookup } from 'node:dns'` copies the functions; this makes the copies follow.
  require('node:module').syncBuiltinESMExports();
}

function redirectListen(net, task, args) {
  const first = args[0];
  let options;
  if (first === undefined || first === null || typeof first === 'function') options = { port: 0 };
  else if (typeof first === 'object' && !Array.isArray(first)) options = first;
  else if (isPort(first)) {
    options = { port: Number(first) };
    if (typeof args[1] === 'string') options.host = args[1];
    const backlog = args.slice(1).find((value) => typeof value === 'number');
    if (backlog !== undefined) options.backlog = backlog;
  } else return args;
  // Handles, file descriptors and pipes have no address.
  if (!('port' in options) || options.fd !== undefined || options.path || options.handle) return args;
  const redirected = { ...options, ...listenAddress(net, task, options.host, Number(options.port ?? 0)) };
  if (redirected.host !== options.host) delete redirected.ipv6Only;
  const callback = args.findLast((value) => typeof value === 'function');
  return callback === undefined ? [redirected] : [redirected, callback];
}

function listenAddress(net, task, host, port) {
  const everywhere =
    host === undefined || host === null || host === '' || host === '0.0.0.0' || host === '::';
  if (task.address === undefined) {
    const mapped = everywhere ? task.hostPorts?.[port] : undefined;
    return mapped === undefined ? {} : { host: '127.0.0.1', port: mapped };
  }
  if (everywhere) return { host: task.address };
  // What listens on localhost stays unreachable from outside the task, as on Fargate.
  if (isOwnLoopback(host) && task.loopbackAddress !== undefined) return { host: task.loopbackAddress };
  return {};
}

function redirectConnect(net, task, hosts, judged, args) {
  let options = Array.isArray(args[0]) ? args[0][0] : args[0];
  let callback = Array.isArray(args[0]) ? args[0][1] : args.findLast((value) => typeof value === 'function');
  if (isPort(options))
    options = { port: Number(options), ...(typeof args[1] === 'string' ? { host: args[1] } : {}) };
  if (typeof options !== 'object' || options === null || options.path || options.port === undefined)
    return args;

  const host = options.host ?? 'localhost';
  const placed = { ...options, ...connectAddress(net, task, hosts, options) };
  const redirected = judged && !isUnfiltered(host) ? judged(placed) : placed;
  return typeof callback === 'function' ? [redirected, callback] : [redirected];
}

function connectAddress(net, task, hosts, options) {
  const host = options.host ?? 'localhost';
  const entry = hosts(host);
  const source =
    (options.localAddress ?? '') === '' && task.address !== undefined ? { localAddress: task.address } : {};
  if (entry?.address !== undefined) {
    const place = entry.port ?? entry.ports?.[Number(options.port)];
    const port = place === undefined ? {} : { port: place };
    return { host: entry.address, ...port, ...(isLoopback(net, entry.address) ? source : {}) };
  }
  if (isOwnLoopback(host)) {
    if (task.address === undefined) {
      const mapped = task.hostPorts?.[Number(options.port)];
      return mapped === undefined ? {} : { host: '127.0.0.1', port: mapped };
    }
    const addresses = [task.address, task.loopbackAddress].filter((address) => address !== undefined);
    return {
      host: 'localhost',
      // A server of the task listens on one of the two; Node tries them in turn, but only without a localAddress. The peer
      // then sees 127.0.0.1, as it would on Fargate.
      localAddress: undefined,
      autoSelectFamily: addresses.length > 1,
      lookup: (_hostname, lookupOptions, done) =>
        lookupOptions.all
          ? done(
              null,
              addresses.map((address) => ({ address, family: 4 })),
            )
          : done(null, addresses[0], 4),
      family: 0,
    };
  }
  return isLoopback(net, host) ? source : {};
}

/** What stays within the task, and the link-local addresses of its metadata and credentials, which no rule concerns. */
function isUnfiltered(host) {
  return isOwnLoopback(host) || host.startsWith('169.254.');
}

function isOwnLoopback(host) {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1';
}

function isLoopback(net, host) {
  return net.isIPv4(host) && host.startsWith('127.');
}

function isPort(value) {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
}
