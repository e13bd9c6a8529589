import type { FastifyBaseLogger } from 'fastify';

export interface ShutdownOptions {
  /** Answers what is in flight and lets go of everything. */
  readonly close: () => Promise<void>;
  /** After this long the process ends with exit code 1, whatever is still open. */
  readonly deadlineMs: number;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'fatal'>;
  readonly exit: (code: number) => void;
}

/** Makes the function that ends the process with the given exit code, or with 1 when closing fails or takes too long. Only its first call counts. */
export function shutdownWith({ close, deadlineMs, log, exit }: ShutdownOptions): (exitCode: number) => void {
  let isStopping = false;
  return (exitCode) => {
    if (isStopping) return;
    isStopping = true;
    const deadline = setTimeout(() => {
      log.fatal({ deadlineMs }, 'requests or connections outlived the shutdown deadline');
      exit(1);
    }, deadlineMs);
    close().then(
      () => {
        clearTimeout(deadline);
        log.info('stopped');
        exit(exitCode);
      },
      (error: unknown) => {
        clearTimeout(deadline);
        log.fatal({ err: error }, 'the service could not be closed');
        exit(1);
      },
    );
  };
}
