import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { sensitiveValue } from '../../hcl/values.ts';
import { compareResourceInstances } from '../addresses/resource-address.ts';
import type { Action, Change, OutputChange } from '../plan/change.ts';
import { countChanges } from '../plan/change.ts';
import type { Drift, Plan } from '../plan/plan.ts';
import { planChanges } from '../plan/plan.ts';
import { blockDiff } from './block-diff.ts';
import { changeComment } from './change-comment.ts';
import type { DiffOptions } from './diff-marks.ts';
import { attributeName, symbol } from './diff-marks.ts';
import { renderDiff } from './render-diff.ts';
import type { Style } from './style.ts';
import { horizontalRule, wrapWords } from './style.ts';
import { valueDiff } from './value-diff.ts';

/** Renders a plan as `terraform plan` shows it, line end included. */
export function planText(
  plan: Plan,
  { style, width, failed }: { readonly style: Style; readonly width: number; readonly failed: boolean },
): string {
  const changes = planChanges(plan)
    .filter(({ action, movedFrom }) => action !== 'no-op' || movedFrom !== undefined)
    .toSorted((a, b) => compareResourceInstances(a.address, b.address));
  const outputs = plan.outputs.filter(({ action }) => action !== 'no-op');
  const options: DiffOptions = {
    style,
    showUnchanged: false,
    hideNullSuffix: false,
    hideForcing: false,
    allForcing: false,
  };
  if (changes.length === 0 && outputs.length === 0) return nothingToDo(plan.mode, style, width, failed);
  const parts = [driftText(plan.drift, changes, options, width)];
  const acting = changes.filter(({ action }) => action !== 'no-op');
  if (acting.length > 0) parts.push(legend(acting, style, width));
  if (changes.length > 0) {
    parts.push(
      failed
        ? '\nTerraform planned the following actions, but then encountered a problem:\n'
        : '\nTerraform will perform the following actions:\n',
    );
    for (const change of changes) parts.push(`\n${changeText(change, options)}\n`);
    const counts = countChanges(changes);
    parts.push(
      `\n${style.bold('Plan:')} ${counts.add} to add, ${counts.change} to change, ${counts.destroy} to destroy.\n`,
    );
  }
  if (outputs.length > 0) {
    parts.push(`\nChanges to Outputs:\n${outputs.map(outputLine(outputs, options)).join('\n')}\n`);
    if (acting.length === 0) {
      const note =
        'You can apply this plan to save these new output values to the Terraform state, without changing any real infrastructure.';
      parts.push(`\n${wrapWords(note, width)}\n`);
    }
  }
  return parts.join('');
}

function nothingToDo(mode: Plan['mode'], style: Style, width: number, failed: boolean): string {
  if (failed) {
    return `\n${style.bold(style.red('Planning failed.'))}${style.bold(' Terraform encountered an error while generating this plan.')}\n\n`;
  }
  const [head, detail] =
    mode === 'destroy'
      ? [
          'No objects need to be destroyed.',
          'Either you have not created any objects yet or the existing objects were already deleted outside of Terraform.',
        ]
      : [
          'Your infrastructure matches the configuration.',
          'Terraform has compared your real infrastructure against your configuration and found no differences, so no changes are needed.',
        ];
  return `\n${style.bold(style.green('No changes.'))}${style.bold(` ${head}`)}\n\n${wrapWords(detail, width)}\n`;
}

const descriptions: readonly (readonly [Action, (style: Style) => string])[] = [
  ['create', ({ green }) => `  ${green('+')} create`],
  ['update', ({ yellow }) => `  ${yellow('~')} update in-place`],
  ['delete', ({ red }) => `  ${red('-')} destroy`],
  ['replace', ({ red, green }) => `${red('-')}/${green('+')} destroy and then create replacement`],
  [
    'create-then-replace',
    ({ red, green }) => `${green('+')}/${red('-')} create replacement and then destroy`,
  ],
  ['read', ({ cyan }) => ` ${cyan('<=')} read (data resources)`],
];

function legend(changes: readonly Change[], style: Style, width: number): string {
  const head =
    'Terraform used the selected providers to generate the following execution plan. Resource actions are indicated with the following symbols:';
  const used = new Set(changes.map(({ action }) => action));
  const lines = descriptions.filter(([action]) => used.has(action)).map(([, describe]) => describe(style));
  return ['', wrapWords(head, width), ...lines, ''].join('\n');
}

/** One change: the comment, and the block with what differs. */
function changeText(change: Change, options: DiffOptions): string {
  const { resource } = change.address;
  const after = change.action === 'forget' ? change.before : change.after;
  const diff = blockDiff(change.before, after, change.schema, change.replacePaths);
  const header = `${resource.mode === 'data' ? 'data' : 'resource'} "${resource.type}" "${resource.name}"`;
  const mark = actionSymbol(change.action, options);
  return `${changeComment(change, options.style)}${mark}${header} ${renderDiff(diff, 0, options)}`;
}

function actionSymbol(action: Action, options: DiffOptions): string {
  const { red, green, cyan } = options.style;
  switch (action) {
    case 'replace':
      return `${red('-')}/${green('+')} `;
    case 'create-then-replace':
      return `${green('+')}/${red('-')} `;
    case 'read':
      return ` ${cyan('<=')} `;
    case 'forget':
      return `  ${red('.')} `;
    case 'create':
    case 'update':
    case 'delete':
    case 'no-op':
      return symbol(action, options);
  }
}

function outputLine(
  outputs: readonly OutputChange[],
  options: DiffOptions,
): (output: OutputChange) => string {
  const width = Math.max(...outputs.map(({ name }) => attributeName(name).length));
  return ({ name, before, after, sensitive }) => {
    const marked = (value: Value | undefined) =>
      value === undefined || !sensitive ? value : sensitiveValue(value);
    const diff = valueDiff(withoutNull(marked(before)), withoutNull(marked(after)), dynamicType);
    return `${symbol(diff.action, options)}${attributeName(name).padEnd(width)} = ${renderDiff(diff, 0, options)}`;
  };
}

function withoutNull(value: Value | undefined): Value | undefined {
  return value?.kind === 'null' ? undefined : value;
}

/** What changed outside of the engine, of the objects that the plan changes: it may be why. */
function driftText(
  drift: readonly Drift[],
  changes: readonly Change[],
  options: DiffOptions,
  width: number,
): string {
  const { style } = options;
  const changed = new Set(changes.map(({ text }) => text));
  const relevant = drift
    .filter(({ text }) => changed.has(text))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  if (relevant.length === 0) return '';
  const head =
    'Terraform detected the following changes made outside of Terraform since the last "terraform apply" which may have affected this plan:';
  const foot =
    'Unless you have made equivalent changes to your configuration, or ignored the relevant attributes using ignore_changes, the following plan may include actions to undo or respond to these changes.';
  const items = relevant.map(({ text, typeName, name, schema, before, after }) => {
    const what = `${style.bold(`  # ${text}`)} has ${after === undefined ? 'been deleted' : 'changed'}`;
    const mark = symbol(after === undefined ? 'delete' : 'update', options);
    const rendered = renderDiff(blockDiff(before, after, schema, []), 0, options);
    return `\n${what}\n${mark}resource "${typeName}" "${name}" ${rendered}\n`;
  });
  return `\n${style.bold(style.cyan('Note:'))}${style.bold(' Objects have changed outside of Terraform')}\n\n${wrapWords(head, width)}\n${items.join('')}\n\n${wrapWords(foot, width)}\n\n${horizontalRule(width)}\n`;
}
