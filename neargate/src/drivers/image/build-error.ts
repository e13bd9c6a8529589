/** A Dockerfile that cannot be built here. The message is one sentence of cause; the place and the remedy go with it. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** The instruction's keyword and arguments as written. */
  readonly instruction: string;
  readonly remedy: string;

  constructor(message: string, place: InstructionPlace, remedy: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.file = place.file;
    this.line = place.line;
    this.instruction = place.source;
    this.remedy = remedy;
  }
}

/** Where an instruction stands, and how it reads. */
export interface InstructionPlace {
  readonly file: string;
  readonly line: number;
  readonly source: string;
}
