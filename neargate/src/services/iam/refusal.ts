import { inModelsWords, memberOf, type Refusal } from '../violation.ts';
import { validationError } from './errors.ts';

const names = 'It must contain only alphanumeric characters and/or the following: +=,.@_-';
const printable = 'It must contain only printable ASCII characters.';

/** What IAM says a value may contain, by the pattern that its model has for it. */
const contents: Readonly<Record<string, string>> = {
  [String.raw`[\w]+`]: 'It must contain only alphanumeric characters.',
  [String.raw`[\w+=,.@-]*`]: names,
  [String.raw`[\w+=,.@-]+`]: names,
  [String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`]: printable,
  [String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`]: printable,
  [String.raw`[\u0020-\u00FF]+`]: printable,
};

const paths: Readonly<Record<string, string>> = {
  NewPath: 'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  Path: 'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  PathPrefix:
    'It must begin with the / character and contain only alphanumeric characters and/or / characters.',
};

/** IAM says of a value what it may contain, not by which expression. */
export const iamRefusal: Refusal = ({ demand, path, constraints, within }) => {
  if (demand !== 'pattern' || path.parent !== undefined || within !== undefined) return inModelsWords;
  const member = memberOf(path);
  const sentence = paths[member] ?? contents[constraints.pattern ?? ''];
  return sentence === undefined
    ? inModelsWords
    : validationError(
        `The specified value for ${member.charAt(0).toLowerCase()}${member.slice(1)} is invalid. ${sentence}`,
      );
};
