/** The version of botocore whose models the tables of constraints were written from. A newer one knows more than they do. */
export const models = '1.43.11';
