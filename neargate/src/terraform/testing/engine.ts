import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { seededIds } from '../../core/ids.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { RunRequest } from '../run.ts';
import { runTerraform } from '../run.ts';
import type { FakeCloud } from './fake-provider.ts';
import { fakeCloud, fakeProvider } from './fake-provider.ts';

/** How a run ended. */
export interface Ran {
  readonly exitCode: number;
  /** What went to standard output. */
  readonly text: string;
  readonly errors: string;
}

/** A root module in a temporary directory, run with the fake provider. */
export class Engine {
  readonly cloud: FakeCloud = fakeCloud();
  readonly directory: string;
  readonly stateRoot: string;
  clock: Clock = new VirtualClock();
  signal: AbortSignal = new AbortController().signal;
  private readonly ids = seededIds(1);
  private readonly base: string;

  private constructor(base: string) {
    this.base = base;
    this.directory = path.join(base, 'root module');
    this.stateRoot = path.join(base, 'states');
  }

  static async create(): Promise<Engine> {
    const engine = new Engine(await mkdtemp(path.join(tmpdir(), 'engine-')));
    await mkdir(engine.directory);
    return engine;
  }

  /** Writes files by their path in the root module; an empty text removes one. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.directory, name);
      await mkdir(path.dirname(file), { recursive: true });
      if (text === '') await rm(file, { force: true });
      else await writeFile(file, text);
    }
  }

  async run(action: RunRequest['action'], options: Partial<RunRequest> = {}): Promise<Ran> {
    let text = '';
    let errors = '';
    const exitCode = await runTerraform(
      {
        action,
        directory: this.directory,
        variables: [],
        environment: {},
        color: false,
        width: 120,
        ...options,
      },
      {
        providers: [fakeProvider(this.cloud)],
        stateRoot: this.stateRoot,
        clock: this.clock,
        ids: this.ids,
        signal: this.signal,
        emit: (line) => {
          if (line.kind === 'text') text += line.text;
          else errors += line.text;
        },
      },
    );
    return { exitCode, text, errors };
  }

  /** Applies and throws unless it succeeds. */
  async apply(options: Partial<RunRequest> = {}): Promise<string> {
    const { exitCode, text, errors } = await this.run('apply', options);
    if (exitCode !== 0) throw new Error(`the apply failed:\n${errors}`);
    return text;
  }

  /** Runs the function and gives what the provider did during it. */
  async doing(run: () => Promise<unknown>): Promise<string[]> {
    const begin = this.cloud.log.length;
    await run();
    return this.cloud.log.slice(begin);
  }

  dispose(): Promise<void> {
    return rm(this.base, { recursive: true, force: true });
  }
}
