import { systemClock } from '../../core/clock.ts';
import type { TerraformRequest } from '../../gateway/admin-protocol.ts';
import { type Server, startServer } from '../../runtime/server.ts';
import type { Settings } from '../../runtime/settings.ts';
import type { Terminal } from '../command.ts';
import { ApplyProgress } from './apply-progress.ts';
import { imageProgress } from './image-progress.ts';
import { liveArea } from './live-area.ts';
import { stopSignals } from './stop-signals.ts';
import { watchReadiness } from './watch-readiness.ts';

/** How long a run of the engine that is interrupted may take to finish what is under way. */
const engineStopMs = 2_000;

export interface UpOptions {
  readonly settings: Settings;
  readonly request: TerraformRequest;
  readonly terminal: Terminal;
  readonly isVerbose: boolean;
}

/** Starts a server, applies, shows what happens, and stays until it is told to stop. Resolves to the exit code. */
export async function runUp({ settings, request, terminal, isVerbose }: UpOptions): Promise<number> {
  const live = liveArea(terminal);
  const signals = stopSignals();
  const progress = { apply: [] as readonly string[], images: [] as readonly string[] };
  let server: Server | undefined;
  const images = imageProgress(live, isVerbose, (lines) => {
    progress.images = lines;
  });
  server = await startServer(settings, {
    buildsImages: { terraformDirectory: request.directory, onEvent: images },
  });
  signals.onSecond(() => server?.killNow());
  const stopped = Promise.race([signals.first, server.stopRequested.then(() => 'neargate down')]);

  live.say(`Neargate ${server.url}  state ${settings.stateDirectory}\n`);
  const readiness = watchReadiness(server, live, {
    otherLines: () => [...progress.apply, ...progress.images],
  });
  const engine = new AbortController();
  const apply = new ApplyProgress(live, terminal.isInteractive, (lines) => {
    progress.apply = lines;
    readiness.update();
  });
  const applying = server.terraform(request, (line) => apply.take(line), engine.signal);
  let exitCode: number | undefined;
  const applied = applying.then((code) => {
    exitCode = code;
    apply.end();
    if (code === 0) readiness.applied();
    else readiness.applyFailed();
    return code;
  });
  const ended = await Promise.race([
    stopped,
    applied.then((code) => (code !== 0 && nothingRuns(server) ? 'nothing to run' : stopped)),
  ]);

  readiness.end();
  live.clear();
  if (ended !== 'nothing to run') terminal.note(`\nStopping (${ended})...\n`);
  engine.abort(new Error('interrupted'));
  await Promise.race([applied.catch(() => undefined), moment(engineStopMs)]);
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
