import type { Pattern } from '../value-patterns.ts';

export const ruleNamePattern: Pattern = {
  regex: /^[.\-_A-Za-z0-9]{1,64}$/,
  message: 'must be 1 to 64 letters, digits, dots, hyphens and underscores',
};

export const targetIdPattern: Pattern = {
  regex: /^[.\-_A-Za-z0-9]{1,64}$/,
  message: 'must be 1 to 64 letters, digits, dots, hyphens and underscores',
};

export const eventBusNamePattern: Pattern = {
  regex: /^arn:[\w-]+:events:.+$|^[/.\-_A-Za-z0-9]+$/,
  message: 'must be the name or ARN of an event bus',
};
