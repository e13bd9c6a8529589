// Who is measured, and how each is started in front of one upstream.
import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
    const script = `require('node:http').createServer((q,s)=>{q.resume();q.on('end',()=>s.end(q.url==='/large'?${JSON.stringify(large)}:${JSON.stringify(body)}))}).listen(${port},'127.0.0.1')`;
    return start(process.execPath, ['-e', script], port);
  }
  writeFileSync(join(folder, 'large'), large);
  const config = `daemon off; worker_processes 1; pid ${folder}/upstream.pid; error_log ${folder}/upstream.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; keepalive_timeout 3600; client_body_temp_path ${folder}/ub; proxy_temp_path ${folder}/up; fastcgi_temp_path ${folder}/uf; uwsgi_temp_path ${folder}/uu; scgi_temp_path ${folder}/us;
server { listen 127.0.0.1:${port}; default_type application/json; location = /large { root ${folder}; } location / { return 200 '${body}'; } } }`;
  const path = join(folder, 'upstream.conf');
  writeFileSync(path, config);
  return start(nginx, ['-c', path, '-p', folder], port);
}

/** Every peer: its name, and a way to start it, or what is missing. */
export function peers(folder) {
  return [
    { name: 'neargate', start: (port, upstream) => startNeargate(folder, port, upstream, []) },
    {
      name: 'neargate + logs',
      start: (port, upstream) => startNeargate(folder, port, upstream, ['access-logs']),
    },
    {
      name: 'http-proxy',
      start: (port, upstream) =>
        start(process.execPath, [join(here, 'http-proxy-peer.mjs'), String(port), String(upstream)], port),
    },
    program('nginx', (path, port, upstream) => {
      const config = join(folder, 'nginx.conf');
      writeFileSync(
        config,
        `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; client_body_temp_path ${folder}/nb; proxy_temp_path ${folder}/np; fastcgi_temp_path ${folder}/nf; uwsgi_temp_path ${folder}/nu; scgi_temp_path ${folder}/ns;
upstream web { server 127.0.0.1:${upstream}; keepalive 1024; keepalive_requests 1000000000; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Port 80; proxy_set_header X-Amzn-Trace-Id $request_id; } } }`,
      );
      return start(path, ['-c', config, '-p', folder], port);
    }),
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
  ];
}

function program(name, startPath) {
  const path = findProgram(name);
  return path === undefined
    ? { name, missing: `${name} is not installed` }
    : { name, start: (port, upstream) => startPath(path, port, upstream) };
}

async function startNeargate(folder, port, upstream, options) {
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
  );
}

async function start(command, args, port) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
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
