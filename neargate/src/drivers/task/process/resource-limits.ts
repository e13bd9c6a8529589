import { findTool } from '../../rootfs/find-tool.ts';
import type { Ulimit } from '../driver.ts';

/** The names of setrlimit(2) that prlimit(1) knows; ECS uses the same ones. */
const knownNames: ReadonlySet<string> = new Set([
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
]);

/** Whether limits can be set on this machine. */
export function canLimitResources(): boolean {
  return findTool('prlimit') !== undefined;
}

/**
 * Shell lines that give the shell, and so all it starts, these limits. `wanted` must be met or the shell ends;
 * `defaults` are set as far as this user may. Empty where the machine has no prlimit.
 */
export function resourceLimitsScript(wanted: readonly Ulimit[], defaults: readonly Ulimit[]): string {
  const prlimit = findTool('prlimit');
  if (prlimit === undefined) return '';
  const names = new Set(wanted.map(({ name }) => name));
  const line = ({ name, softLimit, hardLimit }: Ulimit) =>
    `${prlimit} --pid $$ --${name}=${limit(softLimit)}:${limit(hardLimit)}`;
  return [
    ...defaults.filter(({ name }) => !names.has(name)).map((each) => `${line(each)} 2>/dev/null`),
    ...wanted.filter(({ name }) => knownNames.has(name)).map((each) => `${line(each)} || exit 126`),
  ].join('\n');
}

function limit(value: number): string {
  return value < 0 ? 'unlimited' : String(value);
}
