// The life of the reference system by the real Terraform and the real AWS provider, against a Neargate that applies nothing itself:
// apply, a plan without changes, a push that deploys through the pipeline, another such plan, destroy, and nothing left.
//
//   npm run real-terraform --workspace neargate [-- --keep]
//
// The provider is what `terraform init` finds, in a registry or a mirror that Terraform's own settings name; where it has only
// version 5, the copy of the configuration is put into its words. Takes some four minutes, most of them pauses of the provider.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { adaptToVersion5, copyConfiguration } from './configuration.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const program = fileURLToPath(new URL('../../bin/neargate.mjs', import.meta.url));
const ec2Headers = {
  'content-type': 'application/x-www-form-urlencoded',
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=none',
};
const describeOwnVpcs =
  'Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=is-default&Filter.1.Value.1=false';
const deployedWithinMs = 180_000;
const keepsFolder = process.argv.includes('--keep');

const folder = mkdtempSync(path.join(tmpdir(), 'neargate-real-terraform-'));
const port = await freePort();
const endpoint = `http://localhost:${port}`;
const environment = {
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  TF_IN_AUTOMATION: '1',
  CHECKPOINT_DISABLE: '1',
};
const root = copyConfiguration(repository, folder);
const server = spawn(process.execPath, [program, 'up', '--no-apply'], {
  cwd: folder,
  env: { ...process.env, NEARGATE_PORT: String(port), NEARGATE_STATE: path.join(folder, 'state') },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let said = '';
server.stdout.on('data', (data) => (said += data));
server.stderr.on('data', (data) => (said += data));
try {
  await run();
} catch (error) {
  console.error(`FAILED  ${error.message}`);
  process.exitCode = 1;
} finally {
  server.kill('SIGINT');
  if (server.exitCode === null) await once(server, 'exit');
  if (keepsFolder) console.log(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

async function run() {
  await until('Neargate answers', async () => (await fetch(`${endpoint}/_neargate/status`)).ok);
  const init = terraform('init', '-input=false');
  if (!init.ok) {
    // Anything but a missing version is a failure of its own.
    if (!init.output.includes('no available releases match')) demand(init, 'terraform init');
    console.log('No version 6 of the provider is in reach: the copy is put into the words of version 5.');
    adaptToVersion5(root);
    demand(terraform('init', '-input=false'), 'terraform init: no version of the provider is in reach');
  }
  console.log(`provider ${providerVersion()}`);
  step('apply', terraform('apply', '-auto-approve', '-input=false'));
  step('plan without changes', terraform('plan', '-detailed-exitcode', '-input=false'));
  push();
  const status = await (await fetch(`${endpoint}/_neargate/status`)).json();
  const [{ url } = {}] = status.loadBalancers.flatMap(({ listeners }) => listeners);
  for (const resource of ['users', 'products'])
    await until(
      `${url}/${resource} answers 200`,
      async () => (await fetch(`${url}/${resource}`)).status === 200,
    );
  step('plan without changes after the deployment', terraform('plan', '-detailed-exitcode', '-input=false'));
  step('destroy', terraform('destroy', '-auto-approve', '-input=false'));
  const left = terraform('state', 'list');
  demand({ ok: left.ok && left.output.trim() === '', output: left.output }, 'an empty state');
  const { loadBalancers, services, databases, pipelines } = await (
    await fetch(`${endpoint}/_neargate/status`)
  ).json();
  const running = [
    ...loadBalancers,
    ...databases,
    ...pipelines,
    ...services.filter(({ status: end }) => end !== 'INACTIVE'),
  ];
  demand({ ok: running.length === 0, output: JSON.stringify(running) }, 'nothing that runs is left');
  const vpcs = await (
    await fetch(`${endpoint}/`, { method: 'POST', headers: ec2Headers, body: describeOwnVpcs })
  ).text();
  demand(
    { ok: vpcs.includes('<vpcSet') && !vpcs.includes('<vpcId>'), output: vpcs },
    'no VPC of the configuration is left',
  );
  console.log('ok  the state is empty, nothing runs, and no VPC of the configuration is left');
}

function terraform(...args) {
  const begun = performance.now();
  const { status, stdout, stderr } = spawnSync('terraform', [...args, '-no-color'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { ok: status === 0, output: `${stdout}${stderr}`, seconds: (performance.now() - begun) / 1000 };
}

function step(name, result) {
  demand(result, name);
  console.log(`ok  ${name}  ${result.seconds.toFixed(1)} s`);
}

function demand({ ok, output }, name) {
  if (!ok) throw new Error(`${name}\n${output}`);
}

function providerVersion() {
  const lock = readFileSync(path.join(root, '.terraform.lock.hcl'), 'utf8');
  return (
    /registry\.terraform\.io\/hashicorp\/aws"\s*\{\s*version\s*=\s*"([^"]+)"/.exec(lock)?.[1] ?? 'unknown'
  );
}

/** Pushes what is in the working tree, through a clone of its own. */
function push() {
  const clone = path.join(folder, 'clone');
  const files = spawnSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' }).stdout.split(
    '\0',
  );
  for (const file of files.filter(Boolean))
    cpSync(path.join(repository, file), path.join(clone, file), { recursive: true });
  const git = (...args) => {
    const { status, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args],
      {
        cwd: clone,
        encoding: 'utf8',
      },
    );
    demand({ ok: status === 0, output: stderr }, `git ${args[0]}`);
  };
  git('init', '-q', '--initial-branch=main');
  git('add', '.');
  git('commit', '-qm', 'The working tree');
  git('push', '-q', `${endpoint}/v1/repos/microservices`, 'main');
  console.log('ok  git push');
}

async function until(what, check) {
  const endMs = Date.now() + deployedWithinMs;
  for (;;) {
    if (await check().catch(() => false)) {
      console.log(`ok  ${what}`);
      return;
    }
    if (Date.now() > endMs || server.exitCode !== null) throw new Error(`not so: ${what}\n${said}`);
    await sleep(250);
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  return free;
}
