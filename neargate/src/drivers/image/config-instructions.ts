import path from 'node:path';

import type { ContainerConfig, Healthcheck } from './image-config.ts';
import type { Instruction } from './parse.ts';
import { expandWord, splitWords } from './shell-words.ts';

/** The default shell of Linux images, for the shell form of RUN, CMD, ENTRYPOINT and HEALTHCHECK. */
export const defaultShell = ['/bin/sh', '-c'];

/** What instructions without files need of their stage. */
export interface ConfigScope {
  readonly config: ContainerConfig;
  /** ENV and ARG together, ENV first. */
  readonly variables: ReadonlyMap<string, string>;
}

/** An instruction that Docker refuses too. */
export class InstructionError extends Error {
  override readonly name = 'InstructionError';
}

/**
 * The instructions that only change the image's configuration, by keyword. Each returns the members it changes.
 * Source: https://docs.docker.com/reference/dockerfile/
 */
export const configInstructions: Readonly<
  Record<string, (instruction: Instruction, scope: ConfigScope) => Partial<ContainerConfig>>
> = {
  CMD: (instruction, { config }) => ({ Cmd: commandOf(instruction, config) }),

  ENTRYPOINT(instruction, { config }) {
    // An inherited CMD would be arguments for somebody else's program: Docker drops it.
    return { Entrypoint: commandOf(instruction, config), Cmd: [] };
  },

  ENV(instruction, { config, variables }) {
    const env = new Map((config.Env ?? []).map((entry) => splitPair(entry)));
    for (const [name, value] of readPairs(instruction, variables)) env.set(name, value);
    return { Env: [...env].map(([name, value]) => `${name}=${value}`) };
  },

  EXPOSE(instruction, { config, variables }) {
    const ports = splitWords(instruction.text).map((word) => expandWord(word, variables));
    const invalid = ports.find((port) => !/^\d+(?:-\d+)?(?:\/(?:tcp|udp|sctp))?$/i.test(port));
    if (invalid !== undefined) throw new InstructionError(`invalid containerPort: ${invalid}`);
    const added = ports.map((port) => [port.includes('/') ? port.toLowerCase() : `${port}/tcp`, {}] as const);
    return { ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(added) } };
  },

  HEALTHCHECK: (instruction) => ({ Healthcheck: readHealthcheck(instruction) }),

  LABEL(instruction, { config, variables }) {
    return { Labels: { ...config.Labels, ...Object.fromEntries(readPairs(instruction, variables)) } };
  },

  SHELL(instruction) {
    if (instruction.json === undefined)
      throw new InstructionError('SHELL requires the arguments to be in JSON form');
    return { Shell: [...instruction.json] };
  },

  STOPSIGNAL: (instruction, { variables }) => ({ StopSignal: expandWord(instruction.text, variables) }),

  USER: (instruction, { variables }) => ({ User: expandWord(instruction.text, variables) }),

  VOLUME(instruction, { config, variables }) {
    const paths = instruction.json ?? splitWords(instruction.text).map((word) => expandWord(word, variables));
    return {
      Volumes: { ...config.Volumes, ...Object.fromEntries(paths.map((volume) => [volume, {}] as const)) },
    };
  },

  WORKDIR(instruction, { config, variables }) {
    const directory = expandWord(instruction.text, variables);
    return { WorkingDir: path.posix.resolve('/', config.WorkingDir ?? '/', directory) };
  },
};

/** The command line of an instruction that has a shell form and an exec form. */
export function commandOf(instruction: Instruction, config: ContainerConfig): string[] {
  if (instruction.json !== undefined) return [...instruction.json];
  return [...(config.Shell ?? defaultShell), instruction.text];
}

/** `NAME=value …`, or for ENV and LABEL the old `NAME the rest`. */
function readPairs(instruction: Instruction, variables: ReadonlyMap<string, string>): [string, string][] {
  const words = splitWords(instruction.text);
  const [first = ''] = words;
  if (!first.includes('=')) {
    const rest = instruction.text.slice(first.length).trim();
    if (rest === '') throw new InstructionError(`${instruction.keyword} must have two arguments`);
    return [[expandWord(first, variables), expandWord(rest, variables)]];
  }
  return words.map((word) => {
    const separator = word.indexOf('=');
    if (separator === -1) {
      throw new InstructionError(`Syntax error - can't find = in "${word}". Must be of the form: name=value`);
    }
    return [
      expandWord(word.slice(0, separator), variables),
      expandWord(word.slice(separator + 1), variables),
    ];
  });
}

/** `NAME=value` as its two halves. */
export function splitPair(entry: string): [string, string] {
  const separator = entry.indexOf('=');
  return separator === -1 ? [entry, ''] : [entry.slice(0, separator), entry.slice(separator + 1)];
}

function readHealthcheck(instruction: Instruction): Healthcheck {
  const [, keyword = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(instruction.text) ?? [];
  if (keyword.toUpperCase() === 'NONE') return { Test: ['NONE'] };
  if (keyword.toUpperCase() !== 'CMD')
    throw new InstructionError(`Unknown type "${keyword}" in HEALTHCHECK (try CMD)`);
  const json = rest.startsWith('[') ? (JSON.parse(rest) as string[]) : undefined;
  const duration = (flag: string) => {
    const value = instruction.flags.get(flag);
    return value === undefined ? undefined : durationNanos(value);
  };
  const interval = duration('interval');
  const timeout = duration('timeout');
  const startPeriod = duration('start-period');
  const startInterval = duration('start-interval');
  const retries = instruction.flags.get('retries');
  return {
    Test: json === undefined ? ['CMD-SHELL', rest] : ['CMD', ...json],
    ...(interval === undefined ? {} : { Interval: interval }),
    ...(timeout === undefined ? {} : { Timeout: timeout }),
    ...(startPeriod === undefined ? {} : { StartPeriod: startPeriod }),
    ...(startInterval === undefined ? {} : { StartInterval: startInterval }),
    ...(retries === undefined ? {} : { Retries: Number(retries) }),
  };
}

const nanosByUnit: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** Go's time.ParseDuration: `1m30s`. */
function durationNanos(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new InstructionError(`invalid duration "${text}"`);
  }
  return parts.reduce(
    (sum, [, amount = '0', unit = 's']) => sum + Number(amount) * (nanosByUnit[unit] ?? 0),
    0,
  );
}
