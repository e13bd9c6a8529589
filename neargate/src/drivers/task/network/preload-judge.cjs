'use strict';
// Asks whether a connection that a Node program of a task opens gets through the network, before it is opened.
// Loaded by preload.cjs; plain CommonJS without dependencies, as that is.

/** Marks the connection to the judge itself. */
const judgeConnection = Symbol('judge of connections');
const judgeName = 'judge.neargate.internal';
/** How long the judge may be away, as while it is started again. */
const judgePatienceMs = 10_000;
/** When Linux gives up a connection that nobody answers. */
const silenceMs = 127_000;

/**
 * Returns what makes a connection's options wait for the network's verdict: its lookup asks the judge
 * (drivers/relay/judge-server.ts) about each address, and a denied connection is never answered.
 */
function judgeOf(net, hosts, taskArn, ownAddress) {
  if (taskArn === undefined) return undefined;
  const ask = judgeClient(net, hosts, taskArn);
  return (options, lookup, socket) => {
    const { host = 'localhost', port } = options;
    const find = options.lookup ?? lookup;
    const isAddress = net.isIP(host) !== 0;
    return {
      ...options,
      // Only names are looked up.
      host: isAddress ? 'judged' : host,
      lookup(_name, settings, done) {
        const found = (error, result, family) => {
          if (error) return done(error);
          // A program's own lookup may know nothing of `all`.
          const addresses = Array.isArray(result) ? result : [{ address: result, family }];
          void Promise.all(addresses.map((each) => ask(each, Number(port)))).then(
            (answers) => {
              const allowed = answers.filter((each) => each !== undefined);
              if (allowed.length === 0) {
                const timer = setTimeout(() => done(silenceError(addresses[0], port)), silenceMs);
                socket.once('close', () => clearTimeout(timer));
                return;
              }
              // Where a private address is led to another task, that must see who calls.
              if (ownAddress !== undefined && allowed[0].isStandIn) socket._handle?.bind(ownAddress, 0);
              if (settings.all) done(null, allowed);
              else done(null, allowed[0].address, allowed[0].family);
            },
            (failure) => done(failure),
          );
        };
        if (isAddress) found(null, [{ address: host, family: net.isIP(host) }]);
        else find(host, { ...settings, all: true }, found);
      },
    };
  };
}

function silenceError({ address }, port) {
  const properties = { errno: -110, code: 'ETIMEDOUT', syscall: 'connect', address, port };
  return Object.assign(new Error(`connect ETIMEDOUT ${address}:${port}`), properties);
}

/** Returns a function that resolves to the address to connect to, or to undefined where nothing gets through. */
function judgeClient(net, hosts, taskArn) {
  const waiting = new Map();
  let nextId = 1;
  let socket;

  const write = (question) => socket.write(`${JSON.stringify(question)}\n`);
  const open = () => {
    const place = hosts(judgeName);
    if (place === undefined) return retry();
    socket = new net.Socket();
    socket[judgeConnection] = true;
    let text = '';
    socket.setNoDelay(true);
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop();
      for (const line of lines) settle(JSON.parse(line));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      socket = undefined;
      if (waiting.size > 0) retry();
    });
    socket.connect({ host: place.address, port: place.port });
    for (const { question } of waiting.values()) write(question);
  };
  const retry = () => setTimeout(() => socket ?? (waiting.size > 0 && open()), 50);
  const settle = (answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    // The connection to the judge alone keeps no program alive.
    if (waiting.size === 0) socket?.unref();
    if (asked === undefined) return;
    clearTimeout(asked.timer);
    const address = answer.host ?? asked.question.host;
    const isStandIn = answer.host !== undefined;
    asked.resolve(answer.allowed ? { address, family: net.isIP(address), isStandIn } : undefined);
  };
  return ({ address }, port) =>
    new Promise((resolve, reject) => {
      const question = { id: nextId++, taskArn, host: address, port };
      const timer = setTimeout(() => {
        waiting.delete(question.id);
        reject(new Error('Neargate, which judges the connections of this task, does not answer'));
      }, judgePatienceMs);
      waiting.set(question.id, { question, resolve, timer });
      if (socket === undefined) open();
      else {
        socket.ref();
        write(question);
      }
    });
}

function isOfJudge(socket) {
  return socket[judgeConnection] === true;
}

module.exports = { isOfJudge, judgeOf };
