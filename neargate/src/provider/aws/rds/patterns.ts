import type { Pattern } from '../value-patterns.ts';

export const instanceIdentifierPattern: Pattern = {
  regex: /^$|^(?!.*--)[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
  message:
    'only lowercase alphanumeric characters and single hyphens are allowed, the first a letter, the last not a hyphen',
};

export const instanceIdentifierPrefixPattern: Pattern = {
  regex: /^$|^(?!.*--)[a-z][a-z0-9-]*$/,
  message:
    'only lowercase alphanumeric characters and single hyphens are allowed, and the first must be a letter',
};

export const subnetGroupNamePattern: Pattern = {
  regex: /^(?!default$)[ .0-9a-z_-]{1,255}$/i,
  message:
    'only lowercase alphanumeric characters, hyphens, underscores, periods and spaces are allowed, and "default" is not',
};

export const parameterGroupNamePattern: Pattern = {
  regex: /^(?!.*--)[a-z](?:[0-9a-z.-]{0,253}[0-9a-z.])?-?$/,
  message:
    'only lowercase alphanumeric characters, periods and single hyphens are allowed, the first a letter',
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html */
export const dailyWindowPattern: Pattern = {
  regex: /^$|^(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]$/,
  message: 'must satisfy the format of "hh24:mi-hh24:mi"',
};

export const weeklyWindowPattern: Pattern = {
  regex:
    /^$|^(?:mon|tue|wed|thu|fri|sat|sun):(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:mon|tue|wed|thu|fri|sat|sun):(?:[01][0-9]|2[0-3]):[0-5][0-9]$/i,
  message: 'must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
};
