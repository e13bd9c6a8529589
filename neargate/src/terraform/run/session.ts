import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';
import type { RunEnvironment } from '../evaluation/expression-scope.ts';
import { terraformFunctions } from '../functions/functions.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Graph } from '../graph/graph.ts';
import type { RootVariable } from '../inputs/root-variables.ts';
import type { TypeRegistry } from '../resource-types/type-registry.ts';

/** What planning and applying share: the loaded and checked configuration, and the world a run happens in. */
export interface Session {
  readonly root: ModuleConfiguration;
  readonly graph: Graph<ConfigurationNode>;
  readonly types: TypeRegistry;
  readonly variables: ReadonlyMap<string, RootVariable>;
  /** The root module's directory, absolute. */
  readonly directory: string;
  /** What `path.cwd` gives. */
  readonly workingDirectory: string;
  readonly workspace: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly signal: AbortSignal;
  /** When the run began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Shows one line of progress. */
  say(line: string): void;
}

/** How many operations on resources run at once, as Terraform's -parallelism has it by default. */
export const parallelism = 10;

/** What expressions may use in a phase of the run: times and random values are known only when applying. */
export function expressionEnvironment(session: Session, phase: 'plan' | 'apply'): RunEnvironment {
  return {
    functions: terraformFunctions({
      baseDirectory: session.directory,
      now: () => session.clock.now(),
      planTimestampMs: session.startedAt,
      impureUnknown: phase === 'plan',
    }),
    workspace: session.workspace,
    workingDirectory: session.workingDirectory,
  };
}
