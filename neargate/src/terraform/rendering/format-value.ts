import { formatBigFloat } from '../../hcl/big-float.ts';
import { typeFriendlyName } from '../../hcl/types.ts';
import type { Type } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { quoteText } from './quoting.ts';

/** From this many lines on a text is shown as a heredoc. */
const heredocLines = 2;

/** Writes a value as `terraform output` and `terraform console` do: an expression that would give it. */
export function formatValue(value: Value, indent = 0): string {
  if (value.marks.has('sensitive')) return '(sensitive value)';
  if (value.marks.has('ephemeral')) return '(ephemeral value)';
  switch (value.kind) {
    case 'unknown':
      return '(known after apply)';
    case 'null':
      return formatNull(value.type);
    case 'string':
      return formatText(value.string, indent);
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return String(value.bool);
    case 'sequence': {
      const lines = value.elements.map((element) => `${formatValue(element, indent + 2)},`);
      return converted(value.type, enclosed('[', lines, ']', indent));
    }
    case 'mapping': {
      const lines = [...value.entries].map(
        ([key, entry]) => `${quoteText(key)} = ${formatValue(entry, indent + 2)}`,
      );
      return converted(value.type, enclosed('{', lines, '}', indent));
    }
  }
}

function formatNull(type: Type): string {
  switch (type.kind) {
    case 'dynamic':
      return 'null';
    case 'string':
    case 'number':
    case 'bool':
      return `to${type.kind}(null)`;
    case 'list':
    case 'set':
    case 'map':
      return `to${type.kind}(null) /* of ${typeFriendlyName(type.element)} */`;
    case 'tuple':
    case 'object':
      return `null /* ${typeFriendlyName(type)} */`;
  }
}

function converted(type: Type, text: string): string {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map'
    ? `to${type.kind}(${text})`
    : text;
}

function enclosed(open: string, lines: readonly string[], close: string, indent: number): string {
  if (lines.length === 0) return open + close;
  const lead = ' '.repeat(indent + 2);
  return `${open}\n${lines.map((line) => lead + line).join('\n')}\n${' '.repeat(indent)}${close}`;
}

function formatText(text: string, indent: number): string {
  const lines = text.split('\n');
  if (lines.length < heredocLines) return quoteText(text);
  let delimiter = 'EOT';
  while (lines.some((line) => line.trim() === delimiter)) delimiter += '_';
  const lead = ' '.repeat(indent);
  return [`<<${indent > 0 ? '-' : ''}${delimiter}`, ...[...lines, delimiter].map((line) => lead + line)].join(
    '\n',
  );
}
