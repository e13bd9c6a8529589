import path from 'node:path';

import { hostDirectories } from '../rootfs/host-directories.ts';
import { lookUp } from '../rootfs/layered-files.ts';
import { RootfsError } from '../rootfs/rootfs.ts';
import { resolveUser } from '../rootfs/user.ts';
import type { HostBase } from './base-images.ts';
import { BuildError } from './build-error.ts';
import { readCacheMounts } from './cache-mounts.ts';
import { commandOf, configInstructions, InstructionError, splitPair } from './config-instructions.ts';
import { CopySourceMissing, hashEntries, planCopy, type CopyEntry, type CopySource } from './copy-plan.ts';
import type { ContainerConfig, ImageConfig } from './image-config.ts';
import type { ArchivedLayer } from './layer-archive.ts';
import { cacheKey, layerRoots, type CachedLayer } from './layer-cache.ts';
import { LayerWriter, type Owner } from './layer-writer.ts';
import type { Instruction } from './parse.ts';
import { refusalOfRun } from './run-refusal.ts';
import { RunFailed, runStep, type RunContext } from './run-step.ts';
import { expandHeredoc, expandWord, splitWords, SubstitutionError } from './shell-words.ts';

/** A layer of a stage; one that came with a base image from the registry is archived already. */
export type StageLayer = CachedLayer & { readonly archived?: ArchivedLayer };

/** What a stage is at some point of its instructions. */
export interface StageState {
  /** Everything that has decided the stage so far. */
  readonly key: string;
  readonly config: ContainerConfig;
  readonly layers: readonly StageLayer[];
  readonly history: NonNullable<ImageConfig['history']>;
  /** The image at the stage's very bottom, for messages. */
  readonly baseName: string;
  readonly hostBase: HostBase | undefined;
}

export interface StageContext extends RunContext {
  readonly buildContext: CopySource;
  /** Where `COPY --from=name` copies from. */
  readonly findSource: (
    name: string,
    instruction: Instruction,
  ) => Promise<{ key: string; source: CopySource }>;
  /** Values of `--build-arg`, of the ARG instructions before FROM, and of the platform. */
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly globalArgs: ReadonlyMap<string, string>;
  /** The folder of `RUN --mount=type=cache`, one below it per mount. */
  readonly mountCacheDirectory: string;
  /** Prefix of progress lines, such as `[deps 2/5]`. */
  readonly stageName: string;
}

const knownFlags: Readonly<Record<string, readonly string[]>> = {
  COPY: ['from', 'chown', 'chmod', 'link'],
  ADD: ['chown', 'chmod', 'link'],
  RUN: ['mount', 'network', 'security'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

/** Executes the instructions of a stage one after the other. */
export async function buildStage(
  base: StageState,
  instructions: readonly Instruction[],
  context: StageContext,
): Promise<StageState> {
  const args = new Map<string, string>();
  let state = base;
  for (const [index, instruction] of instructions.entries()) {
    context.signal?.throwIfAborted();
    const progress = `[${context.stageName} ${index + 1}/${instructions.length}] ${instruction.source}`;
    try {
      state = await applyInstruction(state, instruction, args, context, progress);
    } catch (error) {
      throw placeError(error, instruction);
    }
  }
  return state;
}

async function applyInstruction(
  state: StageState,
  instruction: Instruction,
  args: Map<string, string>,
  context: StageContext,
  progress: string,
): Promise<StageState> {
  checkFlags(instruction);
  const env = new Map((state.config.Env ?? []).map((entry) => splitPair(entry)));
  const variables = new Map([...args, ...env]);
  switch (instruction.keyword) {
    case 'ARG': {
      for (const word of splitWords(instruction.text)) {
        const [name, fallback] = splitPair(word);
        const value =
          context.buildArgs.get(name) ??
          (word.includes('=') ? expandWord(fallback, variables) : context.globalArgs.get(name));
        if (value !== undefined) args.set(name, value);
        variables.set(name, value ?? '');
      }
      return state;
    }
    case 'MAINTAINER':
      return { ...state, key: cacheKey(state.key, instruction.source) };
    case 'ONBUILD':
      throw new InstructionError('ONBUILD is not supported');
    case 'RUN':
      return applyRun(state, instruction, args, env, context, progress);
    case 'COPY':
    case 'ADD':
      return applyCopy(state, instruction, variables, context, progress);
    default: {
      const changes = configInstructions[instruction.keyword]?.(instruction, {
        config: state.config,
        variables,
      });
      if (changes === undefined) throw new Error(`no way to execute ${instruction.keyword}`);
      const config = { ...state.config, ...changes };
      const next = {
        ...state,
        config,
        key: cacheKey(state.key, instruction.keyword, JSON.stringify(changes)),
        history: [...state.history, { created_by: instruction.source, empty_layer: true }],
      };
      return instruction.keyword === 'WORKDIR' ? addWorkingDirectory(next, instruction, context) : next;
    }
  }
}

/** WORKDIR creates the folder when no layer has it. */
function addWorkingDirectory(state: StageState, instruction: Instruction, context: StageContext): StageState {
  const directory = state.config.WorkingDir ?? '/';
  if (lookUp(layerRoots(state.layers), directory)?.stats.isDirectory() === true) return state;
  const layer =
    context.cache.find(state.key) ??
    writeLayer(state, state.key, context, (writer) => writer.makeFolder(directory));
  return {
    ...state,
    layers: [...state.layers, layer],
    history: [...state.history.slice(0, -1), { created_by: instruction.source }],
  };
}

async function applyRun(
  state: StageState,
  instruction: Instruction,
  args: ReadonlyMap<string, string>,
  env: ReadonlyMap<string, string>,
  context: StageContext,
  progress: string,
): Promise<StageState> {
  const command = runCommand(instruction, state.config);
  const mounts = readCacheMounts(instruction, context.mountCacheDirectory);
  const refusal =
    state.hostBase === undefined
      ? undefined
      : (refusalOfRun(command.at(-1) ?? '', state.baseName, state.hostBase.absentCommands) ??
        refusalOfRun(command[0] ?? '', state.baseName, state.hostBase.absentCommands));
  if (refusal !== undefined) {
    throw new BuildError(
      refusal,
      instruction,
      `Use a base image that has it without installing, or run with the docker driver.`,
    );
  }
  const key = cacheKey(
    state.key,
    'RUN',
    JSON.stringify([command, [...args], state.config.User, mounts.map((m) => m.target)]),
  );
  let layer = context.cache.find(key);
  context.onOutput(layer === undefined ? progress : `${progress} CACHED`);
  layer ??= await runStep(
    {
      key,
      command,
      layers: state.layers,
      hostBase: state.hostBase !== undefined,
      environment: Object.fromEntries([...args, ...env]),
      workingDirectory: state.config.WorkingDir ?? '/',
      user: state.config.User ?? '',
      cacheMounts: mounts,
    },
    context,
  );
  return withLayer(state, key, layer, instruction);
}

/** The command line of RUN; a heredoc is the script itself, or the input of a command in it. */
function runCommand(instruction: Instruction, config: ContainerConfig): string[] {
  if (instruction.heredocs.length === 0) return commandOf(instruction, config);
  const [heredoc] = instruction.heredocs;
  const isWhole = /^<<-?["']?\w+["']?$/.test(instruction.text.trim());
  const script =
    isWhole && heredoc !== undefined
      ? heredoc.content
      : `${instruction.text}\n${instruction.heredocs.map(({ content, name }) => `${content}${name}\n`).join('')}`;
  return commandOf({ ...instruction, text: script, json: undefined }, config);
}

async function applyCopy(
  state: StageState,
  instruction: Instruction,
  variables: ReadonlyMap<string, string>,
  context: StageContext,
  progress: string,
): Promise<StageState> {
  const words = (instruction.json ?? splitWords(instruction.text)).map((word) =>
    word.startsWith('<<') ? word : expandWord(word, variables),
  );
  const destination = words.pop();
  if (destination === undefined || words.length === 0) {
    throw new InstructionError(`${instruction.keyword} requires at least two arguments`);
  }
  if (words.length > 1 && !destination.endsWith('/') && destination !== '.') {
    throw new InstructionError(
      `When using ${instruction.keyword} with more than one source file, the destination must be a directory and end with a /`,
    );
  }
  const roots = layerRoots(state.layers);
  const target = resolveTarget(state, destination);
  const isFolder = /(?:^|\/)\.?\.?$/.test(destination) || lookUp(roots, target)?.stats.isDirectory() === true;
  const owner = readOwner(instruction, state, variables);
  const mode = readMode(instruction);
  const from = instruction.flags.get('from');
  const heredocs = words.filter((word) => word.startsWith('<<'));
  const files = words.filter((word) => !word.startsWith('<<'));
  if (instruction.keyword === 'ADD') refuseRemoteAndArchives(instruction, files);

  const inline = heredocs.map((word, index) => {
    const heredoc = instruction.heredocs[index];
    if (heredoc === undefined) throw new InstructionError(`unterminated heredoc ${word}`);
    return {
      target: isFolder ? path.posix.join(target, heredoc.name) : target,
      content: heredoc.expands ? expandHeredoc(heredoc.content, variables) : heredoc.content,
    };
  });
  const origin =
    from === undefined
      ? { key: 'context', source: context.buildContext }
      : await context.findSource(expandWord(from, variables), instruction);
  // Another stage's key says all about its files; the context's files are looked at.
  let entries: CopyEntry[] | undefined;
  const listEntries = () => (entries ??= planCopy(origin.source, files, target, isFolder));
  const content = from === undefined ? hashEntries(listEntries()) : JSON.stringify([origin.key, files]);
  const key = cacheKey(
    state.key,
    'COPY',
    content,
    JSON.stringify([target, isFolder, owner, mode ?? null, inline]),
  );
  let layer = context.cache.find(key);
  context.onOutput(layer === undefined ? progress : `${progress} CACHED`);
  layer ??= writeLayer(state, key, context, (writer) => {
    const isImmutable = from !== undefined;
    for (const entry of listEntries())
      writer.copy(entry.source.hostPath, entry.target, owner, mode, isImmutable);
    for (const file of inline) writer.writeFile(file.target, file.content, owner, mode ?? 0o644);
  });
  return withLayer(state, key, layer, instruction);
}

function writeLayer(
  state: StageState,
  key: string,
  context: StageContext,
  fill: (writer: LayerWriter) => void,
): CachedLayer {
  const { files, folder } = context.cache.begin();
  const writer = new LayerWriter(files, state.layers);
  fill(writer);
  return context.cache.commit(key, folder, { whiteouts: [], owners: writer.owners });
}

function withLayer(state: StageState, key: string, layer: CachedLayer, instruction: Instruction): StageState {
  return {
    ...state,
    key,
    layers: [...state.layers, layer],
    history: [...state.history, { created_by: instruction.source }],
  };
}

/** The absolute destination, with the symbolic links of the host's root (such as /bin → usr/bin) followed. */
function resolveTarget(state: StageState, destination: string): string {
  const target = path.posix.resolve(state.config.WorkingDir ?? '/', destination);
  if (state.hostBase === undefined) return target;
  const link = hostDirectories().links.find((candidate) => target.startsWith(`${candidate.path}/`));
  return link === undefined
    ? target
    : path.posix.resolve('/', link.target, target.slice(link.path.length + 1));
}

function readOwner(
  instruction: Instruction,
  state: StageState,
  variables: ReadonlyMap<string, string>,
): Owner {
  const flag = instruction.flags.get('chown');
  if (flag === undefined) return [0, 0];
  const text = expandWord(flag, variables);
  const user = resolveUser(layerRoots(state.layers), text);
  if (user === undefined) {
    throw new InstructionError(
      `unable to convert uid/gid chown string to host mapping: can't find uid for user ${text}`,
    );
  }
  // Docker gives the group of the same number as the user when none is named.
  return [user.uid, text.includes(':') ? user.gid : user.uid];
}

function readMode(instruction: Instruction): number | undefined {
  const text = instruction.flags.get('chmod');
  if (text === undefined) return undefined;
  if (!/^[0-7]{3,4}$/.test(text))
    throw new InstructionError(`invalid chmod parameter: '${text}'. It should be octal`);
  return Number.parseInt(text, 8);
}

function refuseRemoteAndArchives(instruction: Instruction, files: readonly string[]): void {
  const unsupported = files.find((file) => /^(?:https?|git|ssh):|^git@|\.(?:tar|tgz|tar\.\w+)$/.test(file));
  if (unsupported === undefined) return;
  throw new BuildError(
    `ADD of ${unsupported} is not supported: only local files and folders are`,
    instruction,
    'Use COPY with the unpacked files, or run with the docker driver.',
  );
}

function checkFlags(instruction: Instruction): void {
  const known = knownFlags[instruction.keyword] ?? [];
  for (const flag of instruction.flags.keys()) {
    if (!known.includes(flag)) throw new InstructionError(`unknown flag: --${flag}`);
  }
}

/** Gives an error of an instruction its place and a remedy. Errors that are our own bugs pass as they are. */
function placeError(error: unknown, instruction: Instruction): unknown {
  if (error instanceof RootfsError)
    return new BuildError(error.message, instruction, error.remedy, { cause: error });
  if (error instanceof RunFailed) {
    return new BuildError(error.message, instruction, 'Read the output of the command above.', {
      cause: error,
    });
  }
  if (error instanceof CopySourceMissing) {
    return new BuildError(
      error.message,
      instruction,
      'Check the path: it is relative to the build context (or the stage of --from), and .dockerignore may leave it out.',
      { cause: error },
    );
  }
  if (error instanceof InstructionError || error instanceof SubstitutionError) {
    return new BuildError(error.message, instruction, 'Correct the instruction.', { cause: error });
  }
  return error;
}
