import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { etcHostsOf, keepEtcHosts } from './etc-hosts.ts';

const address = { kind: 'own-address', address: '127.1.0.1', loopbackAddress: '127.2.0.1' } as const;

function hostsFile(table: object): { file: string; change: (next: object) => void; directory: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-etc-hosts-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'hosts.json');
  const change = (next: object) => {
    writeFileSync(`${file}.unfinished`, JSON.stringify(next));
    renameSync(`${file}.unfinished`, file);
  };
  change(table);
  return { file, change, directory };
}

it('lists every address of a name, and leaves out what has a port', () => {
  const { file } = hostsFile({
    'api.internal': { addresses: ['127.1.0.5', '127.1.0.6'], services: [], answers: 8, ttl: 10 },
    'db.internal': '127.1.0.7',
    'judge.internal': '127.0.0.1:4000',
    '169.254.170.2': '127.1.0.8',
  });
  expect(etcHostsOf(file, address)).toBe(
    '127.1.0.1 localhost\n127.2.0.1 localhost\n127.1.0.5 api.internal\n127.1.0.6 api.internal\n127.1.0.7 db.internal\n',
  );
});

it('follows the hosts file in place until it is ended', async () => {
  const { file, change, directory } = hostsFile({ 'a-long-name.internal': '127.1.0.5' });
  const etc = path.join(directory, 'etc-hosts');
  writeFileSync(etc, etcHostsOf(file, address));
  const stop = keepEtcHosts(etc, file, address);
  onTestFinished(stop);
  const names = () =>
    readFileSync(etc, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('.internal'));
  expect(names()).toEqual(['127.1.0.5 a-long-name.internal']);
  change({ 'b.internal': '127.1.0.6' });
  await expect.poll(names).toEqual(['127.1.0.6 b.internal']);
});
