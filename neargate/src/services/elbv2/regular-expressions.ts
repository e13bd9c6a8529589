import { validationError } from './errors.ts';

/**
 * What AWS's expressions do not have, though JavaScript's or others' do: look-around, back-references, atomic groups,
 * possessive quantifiers, subroutines and recursion, Unicode classes.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
const unsupportedSyntax: readonly (readonly [name: string, syntax: RegExp])[] = [
  ['lookaheads', /\(\?[=!]/],
  ['lookbehinds', /\(\?<[=!]/],
  ['atomic groups', /\(\?>/],
  ['subroutines', /\(\?(?:&|P>|[0-9R])/],
  ['backreferences', /\\(?:[1-9]|k[<{'])/],
  ['possessive quantifiers', /[*+?}]\+/],
  ['Unicode character classes', /\\[pP]\{?/],
];

/** Throws ValidationError unless AWS's engine would take the expression. `what` names the member for the message. */
export function checkRegularExpression(what: string, source: string, maxLength: number): void {
  if (source === '' || source.length > maxLength) {
    throw validationError(
      `The regular expression of ${what} must have between '1' and '${maxLength}' characters`,
    );
  }
  // An escaped backslash is a character, not the beginning of what follows.
  const withoutEscapedBackslashes = source.replaceAll('\\\\', '');
  for (const [name, syntax] of unsupportedSyntax) {
    if (syntax.test(withoutEscapedBackslashes)) {
      throw validationError(
        `The regular expression '${source}' of ${what} uses ${name}, which are not supported`,
      );
    }
  }
  try {
    RegExp(source);
  } catch {
    throw validationError(`The regular expression '${source}' of ${what} is not valid`);
  }
}
