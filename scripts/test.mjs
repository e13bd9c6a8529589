// `npm test`: installs what is missing, runs every check and every test of the repository, and ends with one line,
// "N passed, N failed". Arguments name the parts to run: neargate, user-service, product-service, terraform.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, requireNode } from './install.mjs';
import { runTerraformTests } from './terraform-tests.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(path.join(tmpdir(), 'neargate-test-'));
const counts = { passed: 0, failed: 0, skipped: 0 };

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) console.error(`${command} could not be run: ${error.message}`);
  return status === 0;
}

/** A check counts as one test. */
function check(name, command, args, cwd) {
  const passed = run(command, args, cwd);
  counts[passed ? 'passed' : 'failed']++;
  console.log(`${passed ? 'ok' : 'FAILED'}  ${name}`);
}

/** @param which Filters and options of vitest. Its output comes as it is written, or `atOnce` when it has ended. */
async function vitest(name, cwd, which = [], { atOnce = false } = {}) {
  const report = path.join(reports, `${name}.json`);
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn('npx', ['--no-install', 'vitest', 'run', ...which, ...output], {
    cwd,
    stdio: ['ignore', atOnce ? 'pipe' : 'inherit', atOnce ? 'pipe' : 'inherit'],
  });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
  const exitedWell = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  process.stdout.write(Buffer.concat(chunks));
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    console.error(`${name}: vitest wrote no report`);
    counts.failed++;
    return;
  }
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  counts.skipped += result.numPendingTests + result.numTodoTests;
  // A file that could not be loaded, or an error outside any test, fails the run without a failed test.
  if (!exitedWell && result.numFailedTests === 0) counts.failed++;
}

async function service(name) {
  const cwd = path.join(root, name);
  install(cwd);
  check(`${name}: types`, 'npx', ['--no-install', 'tsc', '--noEmit'], cwd);
  await vitest(name, cwd);
}

/** Tests that have the processor, a clock of their own and nothing else of the machine: they run beside the others. */
const withoutTheMachine = [
  'test/simulation',
  'src/hcl',
  'src/provider',
  'src/services',
  'src/terraform',
  'src/wire',
];

const parts = {
  async neargate() {
    const cwd = path.join(root, 'neargate');
    check('neargate: types', 'npx', ['--no-install', 'tsc', '--noEmit'], cwd);
    check('neargate: lint', 'npx', ['--no-install', 'oxlint', '--type-aware', '--deny-warnings'], cwd);
    check('neargate: format', 'npx', ['--no-install', 'oxfmt', '--check', '.'], cwd);
    check('neargate: bundle', process.execPath, ['build/bundle.mjs'], cwd);
    const others = withoutTheMachine.flatMap((folder) => ['--exclude', `${folder}/**`]);
    await Promise.all([
      vitest('neargate', cwd, others),
      vitest('neargate-without-the-machine', cwd, withoutTheMachine, { atOnce: true }),
    ]);
  },
  'user-service': () => service('user-service'),
  'product-service': () => service('product-service'),
  terraform() {
    if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status !== 0) {
      console.log('skipped  terraform: fmt, validate and test: the terraform binary is not installed');
      counts.skipped++;
      return;
    }
    check('terraform: fmt', 'terraform', ['fmt', '-check', '-recursive', 'terraform'], root);
    runTerraformTests(root, (directory, outcome) => {
      counts[outcome]++;
      const reason = outcome === 'skipped' ? ': this machine does not hold the AWS provider it needs' : '';
      console.log(`${outcome === 'failed' ? 'FAILED' : outcome}  ${directory}: validate and test${reason}`);
    });
  },
};

requireNode();
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (parts[name] === undefined) {
    console.error(`There is no part "${name}". Parts: ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
}
install(root);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
rmSync(reports, { recursive: true, force: true });
const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
