import type { Diff, DiffAction } from './diff-tree.ts';
import { quoteText } from './quoting.ts';
import type { Style } from './style.ts';

/** How a difference is shown at some place in it. */
export interface DiffOptions {
  readonly style: Style;
  /** Show what stays as well. */
  readonly showUnchanged: boolean;
  /** Leave out ` -> null` after what goes: what is around it says so. */
  readonly hideNullSuffix: boolean;
  /** What forces the replacement is said around it. */
  readonly hideForcing: boolean;
  /** Every change here forces the replacement. */
  readonly allForcing: boolean;
}

/** Four columns a level. */
export function indentation(indent: number): string {
  return '    '.repeat(indent);
}

/** The symbol of an action and a space: four columns. */
export function symbol(action: DiffAction, { style }: Pick<DiffOptions, 'style'>): string {
  switch (action) {
    case 'create':
      return `  ${style.green('+')} `;
    case 'delete':
      return `  ${style.red('-')} `;
    case 'update':
      return `  ${style.yellow('~')} `;
    case 'no-op':
      return '    ';
  }
}

/** Between a value and what becomes of it. */
export function arrow({ style }: Pick<DiffOptions, 'style'>): string {
  return style.yellow('->');
}

/** What follows a value that goes. */
export function nullSuffix(action: DiffAction, { hideNullSuffix, style }: DiffOptions): string {
  return action === 'delete' && !hideNullSuffix ? ` ${style.gray('-> null')}` : '';
}

/** What follows a change that forces the replacement. */
export function forcingSuffix({ replace }: Pick<Diff, 'replace'>, options: DiffOptions): string {
  if (options.hideForcing || !(replace || options.allForcing)) return '';
  return ` ${options.style.red('# forces replacement')}`;
}

/** What stands for parts that did not change. */
export function hidden(what: string, count: number, { style }: DiffOptions): string {
  return style.gray(`# (${count} unchanged ${what}${count === 1 ? '' : 's'} hidden)`);
}

/** A name as it stands before `=`: quoted unless it is an identifier. */
export function attributeName(name: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name) ? name : quoteText(name);
}
