import { splitWords } from './shell-words.ts';

const packageManagers = new Set([
  'apk',
  'apt',
  'apt-get',
  'aptitude',
  'dnf',
  'dpkg',
  'microdnf',
  'rpm',
  'tdnf',
  'yum',
  'zypper',
]);

/**
 * Says why a RUN command cannot be executed with this machine's programs in place of the base image's; undefined when
 * it can. A command that the base image does not have is refused even when this machine has it: the build would fail
 * everywhere else.
 */
export function refusalOfRun(
  script: string,
  baseImage: string,
  absentCommands: readonly string[],
): string | undefined {
  for (const command of commandNames(script)) {
    if (packageManagers.has(command)) {
      return `${command} needs the files of ${baseImage}, which are not used without Docker`;
    }
    if (absentCommands.includes(command)) return `${baseImage} has no ${command}`;
  }
  return undefined;
}

/** The first word of each simple command, without its folder. Words that hold a variable are left out. */
export function commandNames(script: string): string[] {
  const names: string[] = [];
  const withoutComments = script.replaceAll(/(^|\s)#[^\n]*/g, '$1');
  for (const part of splitCommands(withoutComments)) {
    const words = splitWords(part).map((word) => word.replaceAll(/["']/g, ''));
    const name = words.find((word) => !/^[A-Za-z_]\w*=/.test(word) && !shellKeywords.has(word));
    if (name !== undefined && !name.includes('$')) names.push(name.slice(name.lastIndexOf('/') + 1));
  }
  return names;
}

const shellKeywords = new Set([
  'if',
  'then',
  'else',
  'elif',
  'while',
  'until',
  'do',
  '!',
  '{',
  '(',
  'exec',
  'sudo',
  'time',
  'command',
]);

/** Cuts a script at what separates commands, outside quotes. */
function splitCommands(script: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quote = '';
  for (let index = 0; index < script.length; index += 1) {
    const character = script[index] ?? '';
    if (character === '\\') {
      part += character + (script[index + 1] ?? '');
      index += 1;
    } else if (quote !== '') {
      part += character;
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
      part += character;
    } else if (/[;&|\n()`]/.test(character)) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part].filter((text) => text.trim() !== '');
}
