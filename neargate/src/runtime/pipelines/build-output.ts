/** What a build says about itself in one line of its log; its commands' own output does not begin so. */
const ownLine = /^\[Container\] \S+ \S+ (?<text>.*)$/s;
/** Colours, and whatever else a program tells a terminal. https://en.wikipedia.org/wiki/ANSI_escape_code */
// oxlint-disable-next-line no-control-regex
const terminalCodes = /\u001B\[[0-9;?]*[ -/]*[@-~]/g;

/**
 * What the command wrote that failed a phase, line by line; of a phase that failed without one, all that was written before its end.
 * @param messages the log's events, oldest first
 */
export function outputOfFailure(messages: readonly string[], phase: string): readonly string[] {
  let lines: string[] = [];
  for (const message of messages) {
    const own = ownLine.exec(message)?.groups?.['text']?.trimEnd();
    if (own === undefined) {
      const line = message.replaceAll(terminalCodes, '').trimEnd();
      if (line !== '') lines.push(line);
    } else if (own.startsWith('Running command ')) {
      lines = [];
    } else if (own.startsWith(`Phase complete: ${phase} State: FAILED`)) {
      return lines;
    }
  }
  return lines;
}

export interface ImageBuildFailure {
  /** `file:line` of the Dockerfile, the file as it is below the build's source directory. */
  readonly place?: string;
  readonly message: string;
  readonly remedy?: string;
}

/** Why an image could not be built, as `docker build` wrote it; undefined where it wrote nothing of the kind. */
export function imageBuildFailure(lines: readonly string[]): ImageBuildFailure | undefined {
  const message = captured(lines, /^ERROR: failed to build: failed to solve: (.+)$/);
  if (message === undefined) return undefined;
  const place = captured(lines, /(?:^|[\s(])([^\s():]*Dockerfile[^\s():]*:\d+)\b/);
  const remedy = captured(lines, /^hint: (.+)$/);
  return {
    message,
    ...(place === undefined ? {} : { place: place.replace(/^.*\/builds\/[0-9a-f-]{36}\/src\//, '') }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The lines without those by which `docker build` told its failure, which `imageBuildFailure` reads: what the failed step wrote. */
export function withoutImageBuildFailure(lines: readonly string[]): readonly string[] {
  const begin = lines.findLastIndex((line) => /^\S.*Dockerfile[^\s():]*:\d+$/.test(line));
  return begin === -1 ? lines : lines.slice(0, begin);
}

/** What the pattern captures in the last line that it fits. */
function captured(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines.toReversed()) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
