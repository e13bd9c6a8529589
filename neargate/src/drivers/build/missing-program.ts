/**
 * The program that a shell did not find, from what it says: `shell.sh: 1: script.sh: mvn: not found` (dash) or
 * `script.sh: line 1: mvn: command not found` (bash). Undefined for other lines, and for a path, which says itself what is missing.
 */
export function missingProgramIn(line: string): string | undefined {
  return /: (?:line )?\d+: (?:\S+: )?([^:\s/]+): (?:command )?not found$/.exec(line)?.[1];
}

/** What to tell about it. */
export function missingProgramSentence(name: string): string {
  return `${name} is not installed on this machine, and Neargate has no shim for it: install ${name}, or remove the command from the buildspec.`;
}
