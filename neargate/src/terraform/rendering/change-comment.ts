import { quoteText } from './quoting.ts';
import type { Change } from '../plan/change.ts';
import { moduleInstanceText } from '../addresses/module-address.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import type { Style } from './style.ts';

/** The comment above a change that says what happens and why; ends with a line end. */
export function changeComment(change: Change, style: Style): string {
  const name =
    change.deposed === undefined ? change.text : `${change.text} (deposed object ${change.deposed})`;
  const lines = [`${sentence(name, change, style)}${behaviourNote(change, style)}`, ...notes(change)];
  if (change.movedFrom !== undefined && change.action !== 'no-op')
    lines.push(`(moved from ${change.movedFrom})`);
  const [first = '', ...rest] = lines;
  return [first, ...rest.map((line) => `  # ${line}`), ''].join('\n');
}

function sentence(name: string, change: Change, style: Style): string {
  const subject = style.bold(`  # ${name}`);
  const replaced = style.bold(style.red('replaced'));
  switch (change.action) {
    case 'create':
      return `${subject} will be created`;
    case 'read':
      return `${subject} will be read during apply`;
    case 'update':
      return `${subject} will be updated in-place`;
    case 'delete':
      return `${subject} will be ${style.bold(style.red('destroyed'))}`;
    case 'forget':
      return `${style.bold(` # ${name}`)} will no longer be managed by Terraform, but ${style.bold(style.red('will not be destroyed'))}`;
    case 'no-op':
      return `${style.bold(`  # ${change.movedFrom ?? name}`)} has moved to ${style.bold(name)}`;
    case 'replace':
    case 'create-then-replace':
      switch (change.reason) {
        case 'tainted':
          return `${subject} is tainted, so must be ${replaced}`;
        case 'requested':
          return `${subject} will be ${replaced}, as requested`;
        case 'replace-triggered-by':
          return `${subject} will be ${replaced} due to changes in replace_triggered_by`;
        default:
          return `${subject} must be ${replaced}`;
      }
  }
}

function behaviourNote({ action, behaviour }: Change, style: Style): string {
  if (action === 'delete' || action === 'read' || action === 'no-op' || action === 'forget') return '';
  switch (behaviour) {
    case 'real':
      return '';
    case 'evaluated':
      return style.gray(' (evaluated, not enforced)');
    case 'stored':
      return style.gray(' (stored, not enforced)');
    case 'recorded':
      return style.gray(' (unknown type, recorded only)');
  }
}

function notes(change: Change): string[] {
  const { address, reason, action, deposed } = change;
  const { type, name } = address.resource;
  const found: string[] = [];
  if (action === 'forget') found.push('(destroy = false is set in the configuration)');
  switch (reason) {
    case 'read-unknown':
      found.push('(config refers to values not yet known)');
      break;
    case 'read-dependency-pending':
      found.push('(depends on a resource or a module with changes pending)');
      break;
    case 'no-resource-configuration':
      found.push(`(because ${type}.${name} is not in configuration)`);
      break;
    case 'moved-away':
      found.push(
        `(because ${change.movedFrom ?? ''} was moved to ${resourceInstanceText(address)}, which is not in configuration)`,
      );
      break;
    case 'no-module':
      found.push(`(because ${moduleInstanceText(address.module)} is not in configuration)`);
      break;
    case 'wrong-repetition':
      found.push(wrongRepetition(address.key));
      break;
    case 'count-index':
      found.push(`(because index [${String(address.key)}] is out of range for count)`);
      break;
    case 'each-key':
      found.push(`(because key [${quoteText(String(address.key))}] is not in for_each map)`);
      break;
    case undefined:
    case 'tainted':
    case 'requested':
    case 'replace-triggered-by':
    case 'cannot-update':
    case 'gone':
      break;
  }
  if (deposed !== undefined) found.push('(left over from a partially-failed replacement of this instance)');
  return found;
}

function wrongRepetition(key: Change['address']['key']): string {
  if (key === undefined) return '(because resource uses count or for_each)';
  return `(because resource does not use ${typeof key === 'number' ? 'count' : 'for_each'})`;
}
