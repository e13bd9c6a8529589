// Runs the tests of terraform/ and of each of its modules, against the mocked provider that they declare. Terraform needs the
// provider itself for that, for its schema. It is taken only from where this machine has it (a mirror, a plugin directory):
// a test run should not download hundreds of megabytes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const initTimeoutMs = 60_000;

// Nothing listens on port 9, so the registry is out of reach.
const offline = {
  ...process.env,
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '',
  TF_REGISTRY_DISCOVERY_RETRY: '0',
  TF_IN_AUTOMATION: '1',
};

/**
 * Tests a copy, so that nothing is written beside the configuration. `report` hears the outcome of each directory:
 * 'passed', 'failed', or 'skipped' when the provider is not on this machine.
 */
export function runTerraformTests(root, report) {
  const copy = mkdtempSync(path.join(tmpdir(), 'neargate-terraform-'));
  try {
    // Tests read pipeline.json, which lies beside terraform/.
    for (const name of ['terraform', 'pipeline.json']) {
      cpSync(path.join(root, name), path.join(copy, name), {
        recursive: true,
        filter: (source) => !path.basename(source).startsWith('.terraform'),
      });
    }
    const modules = readdirSync(path.join(copy, 'terraform', 'modules')).map((name) => `terraform/modules/${name}`);
    for (const directory of ['terraform', ...modules]) report(directory, testDirectory(path.join(copy, directory)));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function testDirectory(cwd) {
  const init = spawnSync('terraform', ['init', '-backend=false', '-input=false'], {
    cwd,
    env: offline,
    encoding: 'utf8',
    timeout: initTimeoutMs,
  });
  if (init.status !== 0) {
    if (/Failed to query available provider packages|Failed to install provider/.test(init.stderr)) return 'skipped';
    console.error(init.stderr);
    return 'failed';
  }
  for (const command of ['validate', 'test']) {
    const { status } = spawnSync('terraform', [command], { cwd, env: offline, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) return 'failed';
  }
  return 'passed';
}
