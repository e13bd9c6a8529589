import type { AttributeSchema } from '../../terraform/provider.ts';

type Pattern = NonNullable<AttributeSchema['pattern']>;

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';

export const arnPattern: Pattern = {
  regex: /^$|^arn:[\w-]*:[^:\s]+:[^:\s]*:(?:[^:\s]*):.+$/,
  message: 'is an invalid ARN',
};

export const ipv4Pattern: Pattern = {
  regex: new RegExp(`^(?:${octet}\\.){3}${octet}$`),
  message: 'expected a valid IPv4 address',
};

export const ipv4CidrPattern: Pattern = {
  regex: new RegExp(`^$|^(?:${octet}\\.){3}${octet}/(?:3[0-2]|[12]?[0-9])$`),
  message: 'is not a valid IPv4 CIDR block',
};

export const ipv6Pattern: Pattern = {
  regex: /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/,
  message: 'expected a valid IPv6 address',
};

export const ipv6CidrPattern: Pattern = {
  regex: /^$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])$/,
  message: 'is not a valid IPv6 CIDR block',
};

export const notBlankPattern: Pattern = { regex: /\S/, message: 'must not be empty' };

export const nullableBoolPattern: Pattern = {
  regex: /^(?:true|false|1|0)?$/,
  message: 'must be "true" or "false"',
};

export const timestampPattern: Pattern = {
  regex: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  message: 'must be an RFC 3339 timestamp',
};

export const jsonPattern: Pattern = {
  regex: {
    test(text) {
      if (text === '') return true;
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    },
  },
  message: 'contains an invalid JSON',
};
