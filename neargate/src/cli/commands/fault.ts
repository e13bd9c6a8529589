import { UserError } from '../../core/user-error.ts';
import type { FaultRequest } from '../../gateway/network-protocol.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { renderFaults } from '../views/status.ts';

/** What can be broken, with the names it takes. */
const kinds: Readonly<Record<FaultRequest['kind'], readonly string[]>> = {
  zone: ['ZONE'],
  nat: ['NAT_GATEWAY'],
  task: ['TASK'],
  target: ['TARGET_GROUP', 'TARGET'],
  cut: ['GROUP_OR_SUBNET', 'GROUP_OR_SUBNET'],
  disk: ['PROJECT'],
};
const defaultDiskMib = 16;

interface FaultOptions {
  readonly delay?: string;
  readonly size?: string;
}

export const fault = defineCommand({
  name: 'fault',
  summary:
    'Break something on request and heal it: a zone (zone), a NAT gateway (nat), a task (task, once), a target’s health checks (target), all between two security groups or subnets (cut), the disk of a project’s builds (disk). Without arguments, list what is broken.',
  positionals: [
    { name: 'zone|nat|task|target|cut|disk|heal|list', optional: true },
    { name: 'NAME', optional: true },
    { name: 'NAME', optional: true },
  ],
  options: {
    all: { type: 'boolean', description: 'Of heal: everything' },
    delay: {
      type: 'string',
      value: 'SECONDS',
      description: 'Of target: its checks are late instead of unanswered',
    },
    size: {
      type: 'string',
      value: 'MIB',
      description: `Of disk: how much there is (default ${defaultDiskMib})`,
    },
    json: { type: 'boolean', description: 'Of list: print JSON' },
  },
  examples: [
    'neargate fault',
    'neargate fault zone us-east-1a',
    'neargate fault nat nat-0123456789abcdef0',
    'neargate fault target user-service-3001 10.0.10.7 --delay 3',
    'neargate fault cut ecs_tasks_sg database_sg',
    'neargate fault heal fault-1a2b3c4d',
    'neargate fault heal --all',
  ],
  async run({ options, positionals, terminal, environment, workingDirectory }) {
    const [verb = 'list', ...names] = positionals;
    const client = requireServer(environment, workingDirectory);
    if (verb === 'list') {
      if (names.length > 0) throw misused(`Unexpected argument "${names[0]}".`);
      const faults = await client.faults();
      if (options.json === true) terminal.print(`${JSON.stringify(faults, undefined, 2)}\n`);
      else if (faults.length === 0) terminal.note('Nothing is broken on request.\n');
      else terminal.print(`${renderFaults(faults)}\n`);
      return 0;
    }
    if (verb === 'heal') {
      const [id] = names;
      if ((id === undefined) === (options.all !== true) || names.length > 1)
        throw misused('Name one fault, or give --all.');
      const healed = await client.healFaults(id);
      if (healed.length === 0) terminal.note('Nothing is broken on request.\n');
      for (const { id: healedId, what } of healed) terminal.note(`Healed ${healedId}: ${what}.\n`);
      return 0;
    }
    const { said } = await client.startFault(faultRequest(verb, names, options));
    terminal.note(`${said}\n`);
    return 0;
  },
});

function faultRequest(kind: string, names: readonly string[], options: FaultOptions): FaultRequest {
  if (!isKind(kind)) throw misused(`"${kind}" is not one of ${Object.keys(kinds).join(', ')}, heal, list.`);
  const expected = kinds[kind];
  const [first = '', second = ''] = names;
  if (names.length !== expected.length)
    throw misused(`"neargate fault ${kind}" takes ${expected.join(' and ')}.`);
  if (options.delay !== undefined && kind !== 'target') throw misused('Only target takes --delay.');
  if (options.size !== undefined && kind !== 'disk') throw misused('Only disk takes --size.');
  switch (kind) {
    case 'zone':
      return { kind, zone: first };
    case 'nat':
      return { kind, natGateway: first };
    case 'task':
      return { kind, task: first };
    case 'target':
      return {
        kind,
        targetGroup: first,
        target: second,
        ...(options.delay === undefined
          ? {}
          : { delayMs: Math.round(positive('--delay', options.delay) * 1000) }),
      };
    case 'cut':
      return { kind, between: [first, second] };
    case 'disk':
      return {
        kind,
        project: first,
        sizeMib: options.size === undefined ? defaultDiskMib : positive('--size', options.size),
      };
  }
}

function isKind(text: string): text is FaultRequest['kind'] {
  return Object.hasOwn(kinds, text);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw misused(`${name} must be a number above 0.`);
  return value;
}

function misused(message: string): UserError {
  return new UserError(message, { remedy: 'See "neargate fault --help".', exitCode: 2 });
}
