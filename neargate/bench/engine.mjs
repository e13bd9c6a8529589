// Processor time of applying and planning, by itself and beside the `terraform` binary when there is one.
//
//   node bench/engine.mjs [--rounds 3] [--dir ../terraform]
//
// First the Terraform directory on a control plane in memory, in a fresh process each round: the apply, the first plan after it,
// and plans once the code is warm. Then a directory of terraform_data resources, which both programs know without a provider,
// planned without changes by the commands `neargate plan` and `terraform plan`, their own start included.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    dir: { type: 'string', default: path.join(root, '../terraform') },
  },
});
const rounds = Number(values.rounds);
const peerResources = 120;

await planReference();
planPeers();

async function planReference() {
  const outdir = path.join(root, 'dist/bench');
  await build({
    entryPoints: [path.join(root, 'bench/engine/reference.ts')],
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const measured = repeat(() =>
    JSON.parse(
      execFileSync(process.execPath, [path.join(outdir, 'reference.js'), path.resolve(values.dir)], {
        encoding: 'utf8',
      }),
    ),
  );
  console.log(`${values.dir}: ${measured[0].resources} resources, CPU ms (median of ${rounds} processes)`);
  const apply = median(measured.map(({ applyMs }) => applyMs));
  const first = median(measured.map(({ planMs }) => planMs[0]));
  const warm = median(measured.map(({ planMs }) => median(planMs.slice(-3))));
  console.log(`  apply ${ms(apply)}   plan without changes, the first ${ms(first)}, warm ${ms(warm)}`);
}

function planPeers() {
  const folder = mkdtempSync(path.join(tmpdir(), 'neargate-bench-engine-'));
  try {
    const directory = path.join(folder, 'terraform');
    mkdirSync(directory);
    writeFileSync(path.join(directory, 'main.tf'), chainOfData(peerResources));
    const environment = {
      ...process.env,
      NEARGATE_STATE: path.join(folder, 'state'),
      CHECKPOINT_DISABLE: '1',
    };
    console.log(`${peerResources} terraform_data resources, CPU ms of a whole command`);
    const neargate = `'${process.execPath}' '${path.join(root, 'bin/neargate.mjs')}'`;
    const ours = command(neargate, '', directory, environment);
    const theirs = isInstalled('terraform')
      ? command('terraform', 'terraform init -input=false', directory, environment)
      : undefined;
    console.log(`  neargate plan ${ms(ours)}`);
    if (theirs === undefined) console.log('  terraform: not installed, not measured');
    else console.log(`  terraform plan ${ms(theirs)}   neargate/terraform ${(ours / theirs).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Applies once, then measures plans. */
function command(program, prepare, cwd, env) {
  const approve = program === 'terraform' ? '-auto-approve' : '';
  shell(`${prepare === '' ? ':' : prepare} && ${program} apply ${approve}`, cwd, env);
  return median(repeat(() => cpuMs(`${program} plan`, cwd, env)));
}

/** The shell's `times` tells what its children used: user and system, on its second line. */
function cpuMs(line, cwd, env) {
  const text = shell(`${line} >/dev/null 2>&1; times`, cwd, env);
  const [, children = ''] = text.trim().split('\n').slice(-2);
  const spans = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return spans.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

function shell(line, cwd, env) {
  return execFileSync('/bin/sh', ['-c', line], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
}

function isInstalled(program) {
  try {
    shell(`command -v ${program}`, root, process.env);
    return true;
  } catch {
    return false;
  }
}

function chainOfData(count) {
  return Array.from({ length: count }, (_, index) => {
    const before = index === 0 ? '"start"' : `terraform_data.item_${index - 1}.output.name`;
    return `resource "terraform_data" "item_${index}" {\n  input = {\n    name   = "item-${index}"\n    before = ${before}\n    tags   = merge({ Index = "${index}" }, { Even = tostring(${index} % 2 == 0) })\n  }\n}\n`;
  }).join('\n');
}

function repeat(measure) {
  return Array.from({ length: rounds }, measure);
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

function ms(value) {
  return `${value.toFixed(0)} ms`;
}
