import { systemClock } from '../../core/clock.ts';
import { sharedAbortController } from '../../core/shared-abort.ts';
import type { TerraformRequest } from '../../gateway/admin-protocol.ts';
import type { PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import { type Server, startServer } from '../../runtime/server.ts';
import type { Settings } from '../../runtime/settings.ts';
import type { Terminal } from '../command.ts';
import { deliveryProgress } from '../views/delivery-progress.ts';
import { ApplyProgress } from './apply-progress.ts';
import { deliverOnUp } from './deliver-on-up.ts';
import { imageProgress } from './image-progress.ts';
import { liveArea } from './live-area.ts';
import { stopSignals } from './stop-signals.ts';
import type { Undelivered } from './unmet-requests.ts';
import { untilApplied } from './until-applied.ts';
import { watchReadiness } from './watch-readiness.ts';

/** How long a run of the engine that is interrupted may take to finish what is under way. */
const engineStopMs = 2_000;

export interface UpOptions {
  readonly settings: Settings;
  readonly request: TerraformRequest;
  readonly terminal: Terminal;
  readonly isVerbose: boolean;
  /** Whether the configuration is applied, and what is committed delivered; else the server only starts. */
  readonly applies: boolean;
  /** Push what is not committed too. */
  readonly includeUncommitted: boolean;
}

/** Starts a server, applies, shows what happens, and stays until it is told to stop. Resolves to the exit code. */
export async function runUp(options: UpOptions): Promise<number> {
  const { settings, request, terminal, isVerbose } = options;
  const live = liveArea(terminal);
  const signals = stopSignals();
  const progress: Record<'apply' | 'images' | 'delivery', readonly string[]> = {
    apply: [],
    images: [],
    delivery: [],
  };
  let server: Server | undefined;
  const images = imageProgress(live, isVerbose, (lines) => {
    progress.images = lines;
  });
  server = await startServer(settings, {
    buildsImages: { terraformDirectory: request.directory, onEvent: images },
    appliesFirst: options.applies,
  });
  signals.onSecond(() => server?.killNow());
  const stopped = Promise.race([signals.first, server.stopRequested.then(() => 'neargate down')]);

  live.say(`Neargate ${server.url}  state ${settings.stateDirectory}\n`);
  const readiness = watchReadiness(server, live, {
    otherLines: () => [...progress.apply, ...progress.images, ...progress.delivery],
  });
  const engine = sharedAbortController();
  const apply = new ApplyProgress(live, terminal.isInteractive, (lines) => {
    progress.apply = lines;
    readiness.update();
  });
  const applying = options.applies
    ? server.terraform(request, (line) => apply.take(line), engine.signal)
    : Promise.resolve(0);
  let exitCode: number | undefined;
  const applied = applying.then((code) => {
    exitCode = code;
    apply.end();
    if (code === 0) readiness.applied();
    else readiness.applyFailed(nothingRuns(server));
    return code;
  });
  if (!options.applies) live.say('Nothing is applied. When you are ready for it: neargate apply\n');
  const say = (text: string) => live.say(text);
  const take = deliveryProgress({
    say,
    show: (lines) => {
      progress.delivery = lines;
      readiness.update();
    },
  });
  const takeExecution = (execution: PipelineExecutionStatus) => take({ kind: 'execution', execution });
  let endWatch: () => void = () => undefined;
  const delivered = applied.then(async (code) => {
    let undelivered: Undelivered | undefined;
    // What is committed is delivered once an apply has succeeded, be it a later one that somebody else runs.
    if (code !== 0) {
      const endMeanwhile = server.watchExecutions(takeExecution);
      await untilApplied(server, engine.signal);
      endMeanwhile();
      if (!engine.signal.aborted) readiness.applied();
    }
    if (options.applies && !engine.signal.aborted) {
      undelivered = await deliverOnUp(server, {
        directory: request.directory,
        includeUncommitted: options.includeUncommitted,
        isVerbose,
        say,
        take,
        onWaiting: () => readiness.delivered(),
        signal: engine.signal,
      });
    }
    readiness.delivered(undelivered);
    progress.delivery = [];
    if (!engine.signal.aborted) endWatch = server.watchExecutions(takeExecution);
  });
  const ended = await Promise.race([
    stopped,
    delivered.then(() => stopped),
    applied.then((code) => (code !== 0 && nothingRuns(server) ? 'nothing to run' : stopped)),
  ]);

  readiness.end();
  live.clear();
  if (ended !== 'nothing to run') terminal.note(`\nStopping (${ended})...\n`);
  engine.abort(new Error('interrupted'));
  endWatch();
  await Promise.race([delivered.catch(() => undefined), moment(engineStopMs)]);
  const begunMs = systemClock.now();
  await server.stop();
  if (ended !== 'nothing to run') {
    const seconds = ((systemClock.now() - begunMs) / 1000).toFixed(1);
    terminal.note(`Stopped after ${seconds} s. Data stays in ${settings.stateDirectory}.\n`);
  }
  signals.release();
  return exitCode ?? 0;
}

function nothingRuns(server: Server | undefined): boolean {
  return server === undefined || server.overview().services.length === 0;
}

function moment(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.setTimer(ms, resolve);
  });
}
