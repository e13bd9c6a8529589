// Who is measured, and how each is started in front of one upstream.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { upstreamHosts } from './upstream-hosts.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** The path of a program, or undefined when this machine has none. */
export function findProgram(name) {
  const found = spawnSync('sh', [
    '-c',
    `command -v ${name} || PATH=$PATH:/usr/sbin:/usr/local/sbin command -v ${name}`,
  ]);
  return found.status === 0 ? found.stdout.toString().trim() : undefined;
}

/** Starts the upstream: nginx when installed, since it is cheaper than what is measured; else a Node server. */
export async function startUpstream(folder, port) {
  const nginx = findProgram('nginx');
  const body = JSON.stringify({ users: Array.from({ length: 8 }, (_, id) => ({ id, name: 'user' })) }).slice(
    0,
    200,
  );
  const large = 'x'.repeat(100_000);
  if (nginx === undefined) {
    const script = `const serve=(q,s)=>{q.resume();q.on('end',()=>s.end(q.url==='/large'?${JSON.stringify(large)}:${JSON.stringify(body)}))};for(const host of ${JSON.stringify(upstreamHosts)})require('node:http').createServer(serve).listen(${port},host)`;
    return start(process.execPath, ['-e', script], port);
  }
  writeFileSync(join(folder, 'large'), large);
  const config = `daemon off; worker_processes 1; pid ${folder}/upstream.pid; error_log ${folder}/upstream.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 3600; client_body_temp_path ${folder}/ub; proxy_temp_path ${folder}/up; fastcgi_temp_path ${folder}/uf; uwsgi_temp_path ${folder}/uu; scgi_temp_path ${folder}/us;
server { ${upstreamHosts.map((host) => `listen ${host}:${port};`).join(' ')} default_type application/json; location = /large { root ${folder}; } location / { return 200 '${body}'; } } }`;
  const path = join(folder, 'upstream.conf');
  writeFileSync(path, config);
  return start(nginx, ['-c', path, '-p', folder], port);
}

/** Every peer: its name, and a way to start it, or what is missing. */
export function peers(folder) {
  return [
    {
      name: 'neargate',
      start: (port, upstream) => startNeargate(folder, port, upstream, []),
      startRolling: (port, upstream) => startRollingNeargate(folder, port, upstream),
    },
    {
      name: 'neargate + logs',
      start: (port, upstream) => startNeargate(folder, port, upstream, ['access-logs']),
    },
    {
      name: 'http-proxy',
      start: (port, upstream) =>
        start(process.execPath, [join(here, 'http-proxy-peer.mjs'), String(port), String(upstream)], port),
    },
    program(
      'nginx',
      (path, port, upstream) => startNginx(path, folder, port, upstream),
      (path, port, upstream) => startRollingNginx(path, folder, port, upstream),
    ),
    program('haproxy', (path, port, upstream) => {
      const config = join(folder, 'haproxy.cfg');
      writeFileSync(
        config,
        `global
  nbthread 1
  maxconn 8000
defaults
  mode http
  timeout connect 10s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend in
  bind 127.0.0.1:${port}
  option forwardfor
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Port 80
  default_backend web
backend web
  server one 127.0.0.1:${upstream} pool-max-conn 1024
`,
      );
      return start(path, ['-f', config, '-db'], port);
    }),
    program('caddy', (path, port, upstream) => {
      const config = join(folder, 'Caddyfile');
      writeFileSync(
        config,
        `{
  admin off
  auto_https off
}
http://:${port} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${upstream} {
    header_up X-Forwarded-Port 80
    header_up X-Amzn-Trace-Id {http.request.uuid}
    transport http {
      keepalive_idle_conns 1024
      keepalive_idle_conns_per_host 1024
    }
  }
}
`,
      );
      // One core, as the others have; nothing is kept in the user's home. It logs to stderr, which nobody needs here.
      const env = {
        ...process.env,
        GOMAXPROCS: '1',
        HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
      };
      return start(path, ['run', '--config', config, '--adapter', 'caddyfile'], port, {
        env,
        stdio: 'ignore',
      });
    }),
  ];
}

/** A peer that is installed or not; `startRolling` for those whose upstream can be replaced while they run. */
function program(name, startPath, startRolling) {
  const path = findProgram(name);
  if (path === undefined) return { name, missing: `${name} is not installed` };
  return {
    name,
    start: (port, upstream) => startPath(path, port, upstream),
    startRolling:
      startRolling === undefined ? undefined : (port, upstream) => startRolling(path, port, upstream),
  };
}

function startNginx(path, folder, port, upstream) {
  const config = writeNginxConfig(folder, port, `127.0.0.1:${upstream}`);
  return start(path, ['-c', config, '-p', folder], port);
}

/** nginx takes another upstream by reloading its configuration: once a second. */
async function startRollingNginx(path, folder, port, upstream) {
  const child = await startNginx(path, folder, port, upstream);
  let count = 0;
  const roll = () => {
    const timer = setInterval(() => {
      count++;
      writeNginxConfig(folder, port, `${upstreamHosts[count % upstreamHosts.length]}:${upstream}`);
      child.kill('SIGHUP');
    }, 1_000);
    return () => clearInterval(timer);
  };
  return { child, replaced: () => count, roll };
}

function writeNginxConfig(folder, port, upstream) {
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path ${folder}/nb; proxy_temp_path ${folder}/np; fastcgi_temp_path ${folder}/nf; uwsgi_temp_path ${folder}/nu; scgi_temp_path ${folder}/ns;
upstream web { server ${upstream}; keepalive 1024; keepalive_requests 1000000000; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Port 80; proxy_set_header X-Amzn-Trace-Id $request_id; } } }`,
  );
  return config;
}

async function startNeargate(folder, port, upstream, options, spawnOptions) {
  const outfile = join(folder, 'neargate.mjs');
  await build({
    entryPoints: [join(here, 'neargate-peer.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  // As the control plane starts it: small young generations cost no speed here and save 20 MB.
  return start(
    process.execPath,
    ['--max-semi-space-size=4', outfile, String(port), String(upstream), ...options],
    port,
    spawnOptions,
  );
}

/** It replaces its targets while it is told to, and says when a deployment is over. */
async function startRollingNeargate(folder, port, upstream) {
  const child = await startNeargate(folder, port, upstream, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let count = 0;
  child.on('message', () => count++);
  const roll = () => {
    child.send('roll');
    return () => child.send('rest');
  };
  return { child, replaced: () => count, roll };
}

async function start(command, args, port, options = { stdio: ['ignore', 'ignore', 'inherit'] }) {
  const child = spawn(command, args, options);
  const deadline = Date.now() + 5_000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${command} ${args.join(' ')} did not start`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  return child;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Ends a process this bench has started and waits until it is gone. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await gone;
}
