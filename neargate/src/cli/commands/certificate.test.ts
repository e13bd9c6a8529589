import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { authorityCertificatePath } from '../../drivers/certificate-authority/certificate-authority.ts';
import { stateLayout } from '../../runtime/state-layout.ts';
import { runCommand } from '../command.ts';
import { certificate } from './certificate.ts';

let stateDirectory: string;
beforeEach(() => {
  stateDirectory = mkdtempSync(path.join(tmpdir(), 'neargate certificate '));
});
afterEach(() => rmSync(stateDirectory, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<string> {
  let printed = '';
  const exitCode = await runCommand(certificate, args, {
    terminal: {
      print: (text) => (printed += text),
      note: () => {},
      isInteractive: false,
      color: false,
      width: 80,
    },
    environment: { NEARGATE_STATE: stateDirectory },
    workingDirectory: stateDirectory,
  });
  expect(exitCode).toBe(0);
  return printed;
}

it("prints where the authority's certificate is, or the certificate", async () => {
  const { certificates } = stateLayout(stateDirectory);
  const file = authorityCertificatePath(certificates);
  mkdirSync(certificates);
  writeFileSync(file, 'a certificate\n');
  expect(await run('authority')).toBe(`${file}\n`);
  expect(await run('authority', '--pem')).toBe('a certificate\n');
});

it('says what makes an authority when there is none', async () => {
  await expect(run('authority')).rejects.toMatchObject({
    message: `There is no certificate authority in ${stateDirectory} yet.`,
    remedy: expect.stringContaining('aws_acm_certificate') as string,
  });
});

it('says what it knows', async () => {
  await expect(run('shop')).rejects.toMatchObject({ exitCode: 2 });
});
