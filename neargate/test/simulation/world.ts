import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { seededIds } from '../../src/core/ids.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { memoryMetricStore } from '../../src/services/cloudwatch/memory-metric-store.ts';
import type { InvocableName, InvocableOperation } from '../../src/services/catalog.ts';
import { type InputOf, invokeNow, type OutputOf } from '../../src/services/invoke.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Change } from '../../src/store/table.ts';
import { type ClientOptions, startClients } from './clients.ts';
import { type SimulatedControlPlane, startControlPlane, type Surroundings } from './control-plane.ts';
import { CpuLoad } from './cpu-load.ts';
import type { Invariant } from './invariants/invariant.ts';
import { RequestWatch } from './invariants/requests.ts';
import { Life } from './life.ts';
import { Machine } from './machine.ts';
import { Random } from './random.ts';
import { Trace } from './trace.ts';
import { View } from './view.ts';

export interface WorldOptions {
  /** False: requests are sent by hand only. */
  readonly clients: boolean;
  /** What runs beside the controllers of services, tasks and load balancers; nothing unless given. */
  readonly controllers?: Surroundings['controllers'];
}

/** An invariant did not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/**
 * A control plane with the real controllers and a real journal, on a machine, a load balancer and clients that are simulated,
 * under a virtual clock. Every transaction and every moment is held against the invariants.
 */
export class World {
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly machine = new Machine(this.clock);
  readonly trace = new Trace(this.clock.now());
  readonly surroundings: Surroundings;
  readonly clientOptions: ClientOptions;
  /** Where the journal is; undefined in a world whose control plane is never killed, which is faster. */
  private readonly directory: string | undefined;
  private readonly invariants: readonly Invariant[];
  private readonly requests: RequestWatch;
  private readonly wrong: string[] = [];
  /** Every row as the change feed told it, by its key in its table and scope. */
  private readonly rows = new Map<string, Map<string, unknown>>();
  private stopClients: () => void = () => undefined;
  private life = new Life(this.clock);
  private store: Store | undefined;
  private plane: SimulatedControlPlane | undefined;
  private unsubscribe: () => void = () => undefined;

  private constructor(
    seed: number,
    invariants: readonly Invariant[],
    controllers: Surroundings['controllers'],
  ) {
    this.random = new Random(seed);
    this.directory = this.random.chance(0.4)
      ? mkdtempSync(path.join(tmpdir(), 'neargate-simulation-'))
      : undefined;
    this.invariants = invariants;
    this.surroundings = {
      machine: this.machine,
      ids: seededIds(seed),
      random: this.random,
      troubles: { failingStarts: 0 },
      hosts: new Map(),
      metrics: memoryMetricStore(),
      load: new CpuLoad(this.clock, this.machine),
      controllers,
      onError: (message, error) =>
        this.found(`an error was logged: ${message} ${String((error as Error)?.stack ?? error)}`),
    };
    this.requests = new RequestWatch(
      () => this.view(),
      (wrong) => this.found(wrong),
    );
    this.clientOptions = {
      clock: this.clock,
      random: this.random,
      machine: this.machine,
      observer: this.requests,
      dataPlane: () => this.plane?.dataPlane(),
    };
  }

  static async create(
    seed: number,
    invariants: readonly Invariant[],
    options: WorldOptions = { clients: true },
  ): Promise<World> {
    const world = new World(seed, invariants, options.controllers ?? (() => []));
    await world.start();
    if (options.clients) world.stopClients = startClients(world.clientOptions);
    return world;
  }

  view(): View {
    if (this.store === undefined) throw new Error('the control plane is down');
    return new View(this.store, this.machine, this.surroundings.metrics, this.clock.now());
  }

  call<Service extends InvocableName, Name extends InvocableOperation<Service>>(
    service: Service,
    operationName: Name,
    input: InputOf<Service, Name>,
  ): OutputOf<Service, Name> {
    if (this.plane === undefined) throw new Error('the control plane is down');
    return invokeNow(service, operationName, input, this.plane.context) as OutputOf<Service, Name>;
  }

  note(line: string): void {
    this.trace.note(this.clock.now(), line);
  }

  /** Lets time pass, from one moment at which something is due to the next. @throws Violation */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.clock.now() + durationMs;
    for (;;) {
      const nextMs = Math.min(endMs, this.clock.nextDueAt() ?? endMs);
      await this.clock.advance(Math.max(0, nextMs - this.clock.now()));
      this.checkAtRest();
      if (this.clock.now() >= endMs) return;
    }
  }

  get canRestart(): boolean {
    return this.directory !== undefined;
  }

  /** Kills the control plane where it stands and starts another from its journal. @throws Violation */
  async restart(): Promise<void> {
    this.note('the control plane is killed');
    await this.store?.flush();
    this.unsubscribe();
    this.life.end();
    await this.store?.close();
    this.requests.forgive();
    this.life = new Life(this.clock);
    await this.start();
  }

  async end(): Promise<void> {
    this.stopClients();
    this.life.end();
    this.unsubscribe();
    await this.store?.close();
    if (this.directory !== undefined) rmSync(this.directory, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const { directory } = this;
    const store = await openStore(directory === undefined ? {} : { directory });
    this.store = store;
    this.checkReplay(store);
    this.unsubscribe = store.subscribe((changes) => this.onCommit(changes));
    this.plane = await startControlPlane(store, this.life, this.surroundings);
    this.note('the control plane has started');
  }

  private onCommit(changes: readonly Change[]): void {
    const nowMs = this.clock.now();
    this.trace.noteChanges(nowMs, changes);
    for (const { table, scope, key, after } of changes) {
      const at = `${table}\n${scope}`;
      let rows = this.rows.get(at);
      if (rows === undefined) this.rows.set(at, (rows = new Map()));
      if (after === undefined) rows.delete(key);
      else rows.set(key, after);
    }
    const view = this.view();
    for (const invariant of this.invariants) {
      for (const wrong of invariant.atCommit?.(view, changes) ?? []) {
        this.found(`${invariant.name}: ${wrong}`);
      }
    }
  }

  private checkAtRest(): void {
    const view = this.view();
    for (const invariant of this.invariants) {
      for (const wrong of invariant.atRest?.(view) ?? []) this.found(`${invariant.name}: ${wrong}`);
    }
    const [first] = this.wrong;
    if (first !== undefined) throw new Violation(first);
  }

  private checkReplay(store: Store): void {
    for (const [at, rows] of this.rows) {
      const [table = '', scope = ''] = at.split('\n');
      const replayed = store.table(table, scope);
      for (const [key, row] of rows) {
        const told = JSON.parse(JSON.stringify(row)) as unknown;
        if (!isDeepStrictEqual(replayed.get(key), told)) {
          this.found(`${table} ${key} is not replayed as it was`);
        }
      }
      for (const key of replayed.keys()) {
        if (!rows.has(key)) this.found(`${table} ${key} is replayed though it was deleted`);
      }
    }
  }

  private found(wrong: string): void {
    this.note(`WRONG ${wrong}`);
    this.wrong.push(wrong);
  }
}
