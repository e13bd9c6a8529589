/** What asks a foreground command to end: signals, and that nobody reads what it writes any more. */
export interface StopSignals {
  /** Resolves to the first signal's name, or to why else. */
  readonly first: Promise<string>;
  /** Called when the user has no patience any more, right before the process ends. */
  onSecond(handler: () => void): void;
  release(): void;
}

const names: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A terminal's Ctrl-C reaches this process directly and, a moment later, once more through `npm`. */
const sameSignalMs = 200;
const interruptedExitCode = 130;

export function stopSignals(): StopSignals {
  let seenAt: number | undefined;
  let onSecond: () => void = () => undefined;
  let resolveFirst: (name: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => {
    resolveFirst = resolve;
  });
  const listener = (name: NodeJS.Signals) => {
    if (seenAt === undefined) {
      seenAt = performance.now();
      resolveFirst(name === 'SIGINT' ? 'Ctrl-C' : name);
    } else if (performance.now() - seenAt > sameSignalMs) {
      onSecond();
      process.exit(interruptedExitCode);
    }
  };
  for (const name of names) process.on(name, listener);
  const onReaderGone = () => resolveFirst('nobody reads the output any more');
  process.stderr.once('error', onReaderGone);
  return {
    first,
    onSecond: (handler) => {
      onSecond = handler;
    },
    release: () => {
      for (const name of names) process.removeListener(name, listener);
      process.stderr.removeListener('error', onReaderGone);
    },
  };
}
